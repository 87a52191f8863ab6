-- What settings.conf says, checked, with a default for what it leaves out.
local settings = {
  edge_secret = nil,
  unauthenticated = false,
  docker_socket = "/var/run/docker.sock",
  -- Of the main site, never sent to an app nor set by one; * at the end stands for anything.
  private_cookies = {
    "AWSELBAuthSessionCookie*",
    "CognitoIdentityServiceProvider*",
    "keycloak_auth",
  },
  -- Where VS Code listens in a sandbox, if the page that asks does not tell.
  vscode_port = 8001,
  refused_ports = require("gateway.refused_ports"),
  cache_seconds = 2,
  -- Whether a document on the path route has the main site's origin: for the preset `path`, whose
  -- users trust the agent's apps as they trust OpenHands.
  documents_by_path = false,
}

local TYPES = {
  hosts = "table",
  edge_secret = "string",
  unauthenticated = "boolean",
  docker_socket = "string",
  private_cookies = "table",
  vscode_port = "number",
  refused_ports = "table",
  cache_seconds = "number",
  documents_by_path = "boolean",
}

-- Raises an error, at which nginx does not start, if a name or a type is wrong.
function settings.set(given)
  for name, value in pairs(given) do
    local expected = TYPES[name]
    if not expected then
      error("settings.conf: unknown setting '" .. tostring(name) .. "'", 0)
    end
    if type(value) ~= expected then
      error("settings.conf: " .. name .. " must be a " .. expected, 0)
    end
    settings[name] = value
  end
  if not given.hosts or #given.hosts == 0 then
    error("settings.conf: hosts must name the host of the OpenHands page", 0)
  end
  if settings.edge_secret == "" then
    error("settings.conf: edge_secret must not be empty; leave it out to have none", 0)
  end
end

return settings
