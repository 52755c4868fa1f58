"""Everything that Mayfly raises on purpose.

::

    MayflyError
    ├── NeedsClarification        the request is open, contradictory, impossible or not understood
    ├── InvalidParameter          an unknown parameter, a wrong type, a value out of range
    │   └── ContradictorySizes    two sizes can't both be true
    ├── InvalidDesign             a design is not written as it has to be, or a feature of it does not fit
    ├── UnknownPart               no such part in the catalogue
    ├── PlanningError             no plan could be made (a chat model failed, refused, made no sense)
    │   └── ModelUnavailable      the chat model can't be reached now; the same request may work later
    ├── BuildError                a plan could not be turned into a model
    │   ├── ScriptError           the script raised; carries type, line and a hint
    │   ├── BuildTimeout          longer than allowed
    │   ├── BuildOutOfMemory      more memory than allowed
    │   ├── KernelCrash           the CAD kernel took the child process with it
    │   ├── InvalidGeometry       the written file failed a check, which is named
    │   ├── RequirementsNotMet    the model is valid, but not what was asked for
    │   ├── ScriptRefused         no working jail here, so no foreign scripts
    │   └── WorkshopBusy          the queue is full, or the caller's share of it
    ├── BuildCancelled            the build was cancelled, or its caller is gone; no failure of the plan
    ├── StorageError              the directory or its index cannot be used
    │   ├── InvalidModelName      not one plain ``.step`` file name
    │   ├── ModelNotFound         no such model
    │   ├── ModelExpired          it was here, its time is over
    │   ├── ModelExists           the name is taken
    │   ├── ModelInUse            somebody is reading it
    │   └── StorageFull           no room for another model
    └── InvalidLifetime           a TTL or an interval that makes no sense

Each class has a ``code``, a stable machine-readable name that HTTP problems,
tool messages and ``--json`` output carry.
"""

from mayfly.errors.base import MayflyError
from mayfly.errors.builds import (
    BuildCancelled,
    BuildError,
    BuildOutOfMemory,
    BuildTimeout,
    InvalidGeometry,
    KernelCrash,
    RequirementsNotMet,
    ScriptError,
    ScriptRefused,
    WorkshopBusy,
)
from mayfly.errors.requests import (
    ContradictorySizes,
    InvalidDesign,
    InvalidParameter,
    ModelUnavailable,
    NeedsClarification,
    PlanningError,
    Reason,
    UnknownPart,
)
from mayfly.errors.storage import (
    InvalidLifetime,
    InvalidModelName,
    ModelExists,
    ModelExpired,
    ModelInUse,
    ModelNotFound,
    StorageError,
    StorageFull,
)

__all__ = [
    "BuildCancelled",
    "BuildError",
    "BuildOutOfMemory",
    "BuildTimeout",
    "ContradictorySizes",
    "InvalidDesign",
    "InvalidGeometry",
    "InvalidLifetime",
    "InvalidModelName",
    "InvalidParameter",
    "KernelCrash",
    "MayflyError",
    "ModelExists",
    "ModelExpired",
    "ModelInUse",
    "ModelNotFound",
    "ModelUnavailable",
    "NeedsClarification",
    "PlanningError",
    "Reason",
    "RequirementsNotMet",
    "ScriptError",
    "ScriptRefused",
    "StorageError",
    "StorageFull",
    "UnknownPart",
    "WorkshopBusy",
]
