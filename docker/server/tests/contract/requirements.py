"""What the package relies on, each as a function that a wheel must pass."""

from __future__ import annotations

import ast
from collections.abc import Callable

from openhands_multiuser import versions
from tests.contract.source import Source, calls

APP = "openhands.app_server"
SANDBOXES = f"{APP}.sandbox.docker_sandbox_service"
SPECS = f"{APP}.sandbox.docker_sandbox_spec_service"
LIVE = f"{APP}.app_conversation.live_status_app_conversation_service"

type Requirement = Callable[[Source, int], None]


def configuration_has_the_injectors(wheel: Source, minor: int) -> None:
    fields = wheel.find_class(f"{APP}.config", "AppServerConfig").fields
    wanted = {"sandbox", "sandbox_spec", "event", "app_conversation", "app_conversation_info"}
    wanted |= {"app_conversation_start_task", "db_session", "jwt"}
    assert wanted | ({"pending_message"} if minor >= 6 else set()) <= fields


def configuration_class_can_be_named(wheel: Source, minor: int) -> None:
    module = versions.SERVER_CONFIG.modules[0]
    assert "OPENHANDS_CONFIG_CLS" in wheel.text(_defining(wheel, module, "ServerConfig"))
    config = wheel.find_class(_defining(wheel, module, "ServerConfig"), "ServerConfig")
    assert {"settings_store_class", "secret_store_class", "user_auth_class"} <= config.fields
    assert ("conversation_store_class" in config.fields) == (minor <= 6)
    assert config.parameters("verify_config") == ["self"]


def server_has_the_modules_of_its_command(wheel: Source, _minor: int) -> None:
    assert "app" in wheel.names("openhands.server.listen")
    assert "app" in wheel.names("openhands.server.app")
    assert {"server_config", "SettingsStoreImpl"} <= wheel.names("openhands.server.shared")


def injectors_are_captured_as_routes_are_imported(wheel: Source, _minor: int) -> None:
    injector = wheel.find_class(f"{APP}.services.injector", "Injector")
    assert injector.parameters("inject") == ["self", "state", "request"]
    assert injector.parameters("depends") == ["self", "request"]
    assert injector.parameters("context") == ["self", "state", "request"]
    found = wheel.function(f"{APP}.config", "depends_sandbox_service")
    assert "Depends" in set(calls(found))


def user_auth_asks_what_is_answered(wheel: Source, _minor: int) -> None:
    module = wheel.first(versions.USER_AUTH.modules)
    auth = wheel.find_class(module.replace("default_user_auth", "user_auth"), "UserAuth")
    abstract = {
        name
        for name, method in auth.methods.items()
        if any("abstractmethod" in ast.unparse(each) for each in method.decorator_list)
    }
    assert abstract == {
        "get_user_id",
        "get_user_email",
        "get_access_token",
        "get_provider_tokens",
        "get_user_settings_store",
        "get_secrets_store",
        "get_secrets",
        "get_mcp_api_key",
        "get_instance",
        "get_for_user",
    }
    assert "dataclass" in wheel.find_class(module, "DefaultUserAuth").decorators


def stores_are_files_with_a_path(wheel: Source, minor: int) -> None:
    wanted = ["cls", "config", "user_id"] if minor < 8 else ["cls", "user_id"]
    for store in (versions.SETTINGS_STORE, versions.SECRETS_STORE):
        found = wheel.find_class(wheel.first(store.modules), store.name)
        assert {"file_store", "path"} <= found.fields
        assert found.parameters("get_instance") == wanted


def conversations_were_files(wheel: Source, minor: int) -> None:
    store = versions.CONVERSATION_STORE
    if minor > versions.LAST_WITH_CONVERSATION_FILES[1]:
        assert wheel.path(store.modules[0]) is None
        return
    found = wheel.find_class(store.modules[0], store.name)
    assert found.parameters("get_instance") == ["cls", "config", "user_id"]
    assert found.parameters("get_conversation_metadata_dir") == ["self"]
    assert found.parameters("get_conversation_metadata_filename") == ["self", "conversation_id"]


def settings_name_a_model(wheel: Source, minor: int) -> None:
    fields = wheel.find_class(wheel.first(versions.SETTINGS.modules), "Settings").fields
    flat = {"llm_model", "llm_api_key", "llm_base_url"}
    assert flat <= fields if minor <= 6 else not flat & fields and "agent_settings" in fields
    assert "user_consents_to_analytics" in fields


def sandbox_service_asks_docker_for_what_is_scoped(wheel: Source, _minor: int) -> None:
    service = wheel.find_class(SANDBOXES, "DockerSandboxService")
    asked = {each for each in calls(service.node) if each.startswith("self.docker_client")}
    assert {each.removeprefix("self.docker_client.") for each in asked} == {
        "containers.run",
        "containers.get",
        "containers.list",
        "volumes.get",
    }
    assert "dataclass" in service.decorators
    assert "docker_client" in service.fields
    assert service.parameters("_container_to_sandbox_info") == ["self", "container"]


def sandbox_service_takes_its_client_from_one_place(wheel: Source, _minor: int) -> None:
    assert {"_global_docker_client", "get_docker_client"} <= wheel.names(SPECS)
    texts = wheel.text(SANDBOXES) + wheel.text(f"{APP}.sandbox.sandbox_service")
    assert "SESSION_API_KEY_VARIABLE = 'OH_SESSION_API_KEYS_0'" in texts


def sandbox_is_named_by_its_conversation(wheel: Source, minor: int) -> None:
    start = wheel.find_class(SANDBOXES, "DockerSandboxService").parameters("start_sandbox")
    named = minor >= versions.FIRST_WITH_SANDBOX_ID[1]
    assert start == ["self", "sandbox_spec_id", *(["sandbox_id"] if named else [])]


def host_network_is_an_option(wheel: Source, minor: int) -> None:
    fields = wheel.find_class(SANDBOXES, "DockerSandboxServiceInjector").fields
    assert ("use_host_network" in fields) == (minor >= versions.FIRST_WITH_HOST_NETWORK[1])


def conversation_may_be_named_by_its_request(wheel: Source, minor: int) -> None:
    module = f"{APP}.app_conversation.app_conversation_models"
    request = wheel.find_class(module, "AppConversationStartRequest")
    assert {"conversation_id", "sandbox_id"} <= request.fields
    service = wheel.find_class(LIVE, "LiveStatusAppConversationService")
    assert service.parameters("start_app_conversation") == ["self", "request"]
    assert {"sandbox_service", "app_conversation_info_service"} <= service.fields
    assert "conversation_id or uuid4()" in wheel.text(LIVE)
    grouping = "_get_sandbox_grouping_strategy" in service.methods
    assert grouping == (minor >= versions.FIRST_WITH_GROUPING[1])


def callbacks_are_signed_as_the_layer_expects(wheel: Source, _minor: int) -> None:
    service = wheel.find_class(f"{APP}.services.jwt_service", "JwtService")
    signs = service.parameters("create_jws_token")
    assert signs == ["self", "payload", "key_id", "expires_in"]
    assert service.parameters("verify_jws_token")[:2] == ["self", "token"]
    assert "algorithms=['HS256']" in wheel.text(f"{APP}.services.jwt_service")
    assert "X-Session-API-Key" in wheel.text(LIVE)


def _defining(wheel: Source, module: str, name: str) -> str:
    """Return the module that defines a name which this one may have from elsewhere."""
    for node in wheel.module(module).body:
        if isinstance(node, ast.ImportFrom) and {name, "*"} & {each.name for each in node.names}:
            return _defining(wheel, str(node.module), name)
    return module
