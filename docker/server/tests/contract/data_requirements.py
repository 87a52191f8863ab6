"""What the owner rules rely on: tables, rows, statements, and paths of callbacks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from openhands_multiuser.layer.access import Access, needed
from openhands_multiuser.scope.tables import CONVERSATIONS, RULES, START_TASKS, Owned
from tests.contract.requirements import APP
from tests.contract.source import Function, Source, calls, parameters

INFO = f"{APP}.app_conversation.sql_app_conversation_info_service"
WEBHOOKS = f"{APP}.event_callback.webhook_router"
MIGRATIONS = f"{APP}.app_lifespan.alembic.versions"
_TABLE = re.compile(r"__tablename__ = '(\w+)'")
# What verifies a sandbox's session key, by any of OpenHands' names.
_SESSION_KEY = {"valid_sandbox", "valid_conversation", "_valid_sandbox_from_session_key"}


def tables_have_an_owner_rule(wheel: Source, _minor: int) -> None:
    tables = {name for each in wheel.modules(APP) for name in _TABLE.findall(wheel.text(each))}
    assert tables <= RULES.keys(), f"no owner rule: {tables - RULES.keys()}"


def rows_name_their_owner(wheel: Source, _minor: int) -> None:
    for module in wheel.modules(APP):
        if not _TABLE.search(wheel.text(module)):
            continue
        for node in wheel.module(module).body:
            if isinstance(node, ast.ClassDef) and (found := _TABLE.search(ast.unparse(node))):
                rule = RULES[found[1]]
                if found[1] != CONVERSATIONS:
                    assert rule.column in ast.unparse(node), f"{found[1]} has no {rule.column}"
                if isinstance(rule, Owned):
                    assert "relationship(" not in ast.unparse(node)


def conversations_keep_the_owner_column(wheel: Source, _minor: int) -> None:
    migrations = {each: wheel.text(each) for each in wheel.modules(MIGRATIONS)}
    created = next(text for text in migrations.values() if f"'{CONVERSATIONS}'" in text)
    assert "sa.Column('user_id'" in created
    for name, text in migrations.items():
        upgrade = ast.unparse(wheel.function(name, "upgrade"))
        assert "drop_column('user_id'" not in upgrade, f"{name} drops user_id: {text[:80]}"
        assert f"drop_column('{CONVERSATIONS}', 'user_id'" not in upgrade


def start_tasks_are_named_by_their_messages(wheel: Source, _minor: int) -> None:
    tasks = f"{APP}.app_conversation.sql_app_conversation_start_task_service"
    found = wheel.find_class(tasks, "StoredAppConversationStartTask")
    assert {"id", "created_by_user_id"} <= found.fields
    assert START_TASKS in wheel.text(tasks)


def statements_are_selects_and_deletes_of_classes(wheel: Source, _minor: int) -> None:
    for module in wheel.modules(APP):
        if ".alembic" in module or "sqlalchemy" not in wheel.text(module):
            continue
        for node in ast.walk(wheel.module(module)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
                refused = {"text", "insert", "update", "Table"} & {each.name for each in node.names}
                assert not refused, f"{module} imports {refused} from SQLAlchemy"


def statements_go_through_sessions(wheel: Source, _minor: int) -> None:
    for module in wheel.modules(APP):
        if ".alembic" in module or module.endswith("services.db_session_injector"):
            continue
        around = re.search(
            r"\.(get_db_engine|get_async_db_engine|get_session_maker|bulk_\w+)\(|"
            r"session\.(connection|get_bind)\(|create_(async_)?engine\(",
            wheel.text(module),
        )
        assert not around, f"{module} calls {around[0]}"


def static_files_have_the_name_that_the_layer_leaves_out(wheel: Source, _minor: int) -> None:
    modules = ("openhands.app_server.app", "openhands.server.listen")
    assert any("name='dist'" in wheel.text(name) for name in modules if wheel.path(name))


def conversation_info_can_tell_its_owner(wheel: Source, _minor: int) -> None:
    service = wheel.find_class(INFO, "SQLAppConversationInfoService")
    assert {"db_session", "user_context"} <= service.fields
    assert service.parameters("_to_info")[:2] == ["self", "stored"]
    model = wheel.find_class(
        f"{APP}.app_conversation.app_conversation_models", "AppConversationInfo"
    )
    assert "created_by_user_id" in model.fields


def events_have_a_folder_that_can_be_moved(wheel: Source, minor: int) -> None:
    if minor < 2:
        module = f"{APP}.event.filesystem_event_service"
        assert "events_dir" in wheel.find_class(module, "FilesystemEventService").fields
        return
    base = wheel.find_class(f"{APP}.event.event_service_base", "EventServiceBase")
    assert "user_id" in base.fields
    assert "path /= self.user_id" in ast.unparse(base.methods["get_conversation_path"])


def webhooks_compare_owners(wheel: Source, minor: int) -> None:
    found = wheel.function(WEBHOOKS, "valid_conversation")
    sandbox = "sandbox_record" if minor >= 8 else "sandbox_info"
    assert parameters(found) == ["conversation_id", sandbox, "app_conversation_info_service"]


def session_keys_open_what_the_layer_lists(wheel: Source, _minor: int) -> None:
    for module in wheel.modules(APP):
        if not any(name in wheel.text(module) for name in _SESSION_KEY):
            continue
        prefix = _prefix(wheel, module)
        for route in _functions(wheel.module(module)):
            asked = {ast.unparse(each) for each in ast.walk(route) if isinstance(each, ast.Name)}
            if asked & _SESSION_KEY and (path := _path(route)) is not None:
                scope = {"type": "http", "method": "GET", "path": f"/api/v1{prefix}{path}"}
                assert needed(scope, _is_route, v0=False) is Access.SESSION_KEY, scope["path"]


def mcp_is_where_the_layer_expects_it(wheel: Source, _minor: int) -> None:
    modules = ("openhands.app_server.app", "openhands.server.app")
    mounts = [each for name in modules if wheel.path(name) for each in calls(wheel.module(name))]
    assert "Mount" in mounts
    assert "path='/mcp'" in "".join(
        ast.unparse(wheel.module(name)) for name in modules if wheel.path(name)
    )


def _is_route(_scope: dict[str, object]) -> bool:
    return True


def _prefix(wheel: Source, module: str) -> str:
    found = re.search(r"APIRouter\(\s*prefix='([^']*)'", wheel.text(module))
    return found[1] if found else ""


def _functions(module: ast.Module) -> Iterator[Function]:
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _path(route: Function) -> str | None:
    for decorator in route.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).startswith("router."):
            return str(ast.literal_eval(decorator.args[0]))
    return None
