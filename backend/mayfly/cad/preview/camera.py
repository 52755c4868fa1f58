"""The camera of a preview: chooses a direction of view, and projects the model (parallel projection)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mayfly.cad.preview.mesh import Floats, Mesh
from mayfly.cad.preview.raster import face_at_each_pixel

_SURVEY_PIXELS = 200
_SEEN_PIXELS = 10.0
"""A face counts as wholly seen where so many pixels of the survey show it, and in part where fewer do."""


@dataclass(frozen=True)
class Camera:
    """A parallel projection with Z upwards in the picture.

    Attributes:
        azimuth: Degrees from +X, counter-clockwise seen from above, at which the eye is.
        elevation: Degrees above the horizon at which the eye is.
    """

    azimuth: float
    elevation: float

    @property
    def axes(self) -> Floats:
        """Three rows: to the right, upwards in the picture, and from the model to the eye."""
        turn, rise = math.radians(self.azimuth), math.radians(self.elevation)
        eye = (math.cos(turn) * math.cos(rise), math.sin(turn) * math.cos(rise), math.sin(rise))
        right = (-math.sin(turn), math.cos(turn), 0.0)
        return np.array([right, np.cross(eye, right), eye])

    def project(self, points: Floats) -> Floats:
        """Return each point's place to the right, upwards, and towards the eye, in mm."""
        return np.asarray(points @ self.axes.T)


def default_camera(mesh: Mesh) -> Camera:
    """Return a view from the front, the right and above, with the longer side across the picture.

    Flat models are seen from higher up, since their upper face says more than their rim.
    """
    along_x, along_y, along_z = mesh.high - mesh.low
    if along_y > 1.25 * along_x:
        azimuth = -32.0
    elif along_x > 1.25 * along_y:
        azimuth = -58.0
    else:
        azimuth = -52.0
    height = min(1.0, along_z / max(along_x, along_y, 1e-9))
    return Camera(azimuth, 40.0 - 14.0 * height)


def best_camera(mesh: Mesh) -> Camera:
    """Return the default camera, unless another quarter or the view from below shows clearly more faces.

    Looking up from below is unusual, so it has to show half as many faces again.
    """
    usual = default_camera(mesh)
    best, most = usual, 0.0
    for rise, patience in ((usual.elevation, 1.25), (-usual.elevation, 1.5)):
        for quarter in (0.0, -90.0, 90.0, 180.0):
            camera = Camera(usual.azimuth + quarter, rise)
            seen = _faces_seen(mesh, camera)
            if camera == usual:
                most = seen
            elif seen > most * patience + 0.5:
                best, most = camera, seen
    return best


def _faces_seen(mesh: Mesh, camera: Camera) -> float:
    """Count the faces that a small picture from this camera shows."""
    faces = face_at_each_pixel(mesh, camera.axes, _SURVEY_PIXELS)
    pixels = np.unique(faces[faces >= 0], return_counts=True)[1]
    return float(np.minimum(pixels / _SEEN_PIXELS, 1.0).sum())
