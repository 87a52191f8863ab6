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
  -- Given as a list of further ports, held as a set with the usual ones.
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

-- nginx tells a request's host in lower case, without a final dot.
local function as_host(value)
  local host = type(value) == "string" and value:lower() or ""
  return host:match("^[%w._-]*[%w_-]$") or host:match("^%[[%x:.]+%]$")
end

local function as_name(value)
  return type(value) == "string" and value ~= "" and value or nil
end

local function as_port(value)
  local is_port = type(value) == "number" and value % 1 == 0 and value >= 1 and value <= 65535
  return is_port and value or nil
end

-- What makes an element of what is given, or nil if it is none; and what one is.
local ELEMENTS = {
  hosts = { as_host, "names without scheme or port" },
  private_cookies = { as_name, "names" },
  refused_ports = { as_port, "ports, numbers from 1 to 65535" },
}

local function is_list(given)
  local count = 0
  for _ in pairs(given) do
    count = count + 1
  end
  return count == #given
end

local function elements(name, given)
  if not is_list(given) then
    error("settings.conf: " .. name .. " must be a list", 0)
  end
  local as_element, what = unpack(ELEMENTS[name])
  local found = {}
  for place, value in ipairs(given) do
    found[place] = as_element(value)
    if not found[place] then
      error(("settings.conf: %s must list %s, not '%s'"):format(name, what, tostring(value)), 0)
    end
  end
  return found
end

-- Raises an error, at which nginx does not start, if a name, a type or an element is wrong.
function settings.set(given)
  for name, value in pairs(given) do
    local expected = TYPES[name]
    if not expected then
      error("settings.conf: unknown setting '" .. tostring(name) .. "'", 0)
    end
    if type(value) ~= expected then
      error("settings.conf: " .. name .. " must be a " .. expected, 0)
    end
    if name == "refused_ports" then
      for _, port in ipairs(elements(name, value)) do
        settings.refused_ports[port] = true
      end
    else
      settings[name] = ELEMENTS[name] and elements(name, value) or value
    end
  end
  if not given.hosts or #given.hosts == 0 then
    error("settings.conf: hosts must name the host of the OpenHands page", 0)
  end
  if not as_port(settings.vscode_port) then
    error("settings.conf: vscode_port must be a port, a number from 1 to 65535", 0)
  end
  if settings.edge_secret == "" then
    error("settings.conf: edge_secret must not be empty; leave it out to have none", 0)
  end
end

return settings
