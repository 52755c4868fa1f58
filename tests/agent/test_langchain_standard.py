"""LangChain's own test suites for integrations, for every tool and for the offline model."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool
from langchain_tests.integration_tests import ToolsIntegrationTests
from langchain_tests.unit_tests import ChatModelUnitTests, ToolsUnitTests

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.generator import CADModelGenerator
from mayfly.offline_model import OfflineChatModel
from mayfly.tools import (
    CleanupTool,
    DeleteModelTool,
    DescribePartsTool,
    GenerateTool,
    KeepModelTool,
    ListModelsTool,
    ShowModelTool,
)


class OnTestDirectory:
    """Binds the tool under test to the test's own directory, which holds one model."""

    @pytest.fixture
    def tool(self, generator: CADModelGenerator, service: TempModelsCleanupService) -> BaseTool:
        path = service.temp_dir / "stored.step"
        path.touch()
        service.register_file(path)
        tool: BaseTool = self.tool_constructor(generator=generator)  # type: ignore[attr-defined]
        return tool


class Cleanup(OnTestDirectory):
    tool_constructor = CleanupTool
    tool_invoke_params_example: ClassVar = {"action": "sweep", "dry_run": True}


class TestCleanupUnit(Cleanup, ToolsUnitTests):
    pass


class TestCleanupIntegration(Cleanup, ToolsIntegrationTests):
    pass


class ListModels(OnTestDirectory):
    tool_constructor = ListModelsTool
    tool_invoke_params_example: ClassVar = {"limit": 5}


class TestListModelsUnit(ListModels, ToolsUnitTests):
    pass


class TestListModelsIntegration(ListModels, ToolsIntegrationTests):
    pass


class KeepModel(OnTestDirectory):
    tool_constructor = KeepModelTool
    tool_invoke_params_example: ClassVar = {"name": "stored.step", "minutes": 10}


class TestKeepModelUnit(KeepModel, ToolsUnitTests):
    pass


class TestKeepModelIntegration(KeepModel, ToolsIntegrationTests):
    pass


class DeleteModel(OnTestDirectory):
    tool_constructor = DeleteModelTool
    tool_invoke_params_example: ClassVar = {"name": "stored.step"}


class TestDeleteModelUnit(DeleteModel, ToolsUnitTests):
    pass


class TestDeleteModelIntegration(DeleteModel, ToolsIntegrationTests):
    pass


class DescribeParts(OnTestDirectory):
    tool_constructor = DescribePartsTool
    tool_invoke_params_example: ClassVar = {"name": "plate"}


class TestDescribePartsUnit(DescribeParts, ToolsUnitTests):
    pass


class TestDescribePartsIntegration(DescribeParts, ToolsIntegrationTests):
    pass


class ShowModel:
    """Shows a model that was made for it; the stored one of the others is no shape."""

    tool_constructor = ShowModelTool
    tool_invoke_params_example: ClassVar = {"name": "shown.step", "views": ["iso"], "section": "x"}

    @pytest.fixture
    def tool(self, generator: CADModelGenerator, service: TempModelsCleanupService) -> BaseTool:
        made = Path(generator.generate_model("cube 20 mm")["step_path"])
        made.rename(made.with_name("shown.step"))
        service.register_file(made.with_name("shown.step"))
        return ShowModelTool(generator=generator)


class TestShowModelUnit(ShowModel, ToolsUnitTests):
    pass


class TestShowModelIntegration(ShowModel, ToolsIntegrationTests):
    pass


class Generate(OnTestDirectory):
    tool_constructor = GenerateTool
    tool_invoke_params_example: ClassVar = {"request": "a 20 mm cube"}


class TestGenerateUnit(Generate, ToolsUnitTests):
    pass


class TestGenerateIntegration(Generate, ToolsIntegrationTests):
    pass


class TestOfflineChatModel(ChatModelUnitTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return OfflineChatModel

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {}

    @property
    def has_structured_output(self) -> bool:
        return False
