-- What becomes of a request: the way through the gateway, from top to bottom.
local connection = require("gateway.connection")
local containers = require("gateway.containers")
local cookies = require("gateway.cookies")
local edge = require("gateway.edge")
local forwarded = require("gateway.forwarded")
local problem = require("gateway.problem")
local route = require("gateway.route")
local settings = require("gateway.settings")
local vscode = require("gateway.vscode")
local websocket = require("gateway.websocket")

local access = {}

-- nginx takes the host from an absolute request target, where there is one, and routes by it;
-- the app reads Host. Only where the two agree is there one host to speak of.
local function host_of(var)
  local host = var.host
  local written = var.http_host or ""
  if written == host then
    return host
  end
  written = written:lower():gsub(":%d*$", ""):gsub("%.$", "")
  return written == host and host or ""
end

local function to_openhands(found, user)
  local var = ngx.var
  if vscode.is_asset(var.request_uri) then
    local location = vscode.location(found.host, var.request_uri, var.http_referer)
    return location and ngx.redirect(location, 307) or problem.say("ERR_NOT_FOUND")
  end
  var.user_id = user or ""
  return ngx.exec("@openhands")
end

local function is_plain_get(var)
  local method = ngx.req.get_method()
  return (method == "GET" or method == "HEAD") and var.upgrade == ""
end

local function to_sandbox(found, user)
  local var = ngx.var
  if found.lacks_slash and is_plain_get(var) then
    -- Else the page's relative links would lose the port.
    return ngx.redirect(found.prefix .. found.uri, 308)
  end
  if not user and not settings.unauthenticated then
    return problem.say("ERR_FORBIDDEN")
  end
  local container, code = containers.find(found.conversation)
  if not container then
    return problem.say(code)
  end
  if container.user ~= user and not settings.unauthenticated then
    return problem.say("ERR_FORBIDDEN")
  end
  if not container.address then
    return problem.say("ERR_NO_IP")
  end
  local port = container.ports[tostring(found.port)] or found.port
  if settings.refused_ports[port] then
    return problem.say("ERR_PORT")
  end
  var.conversation, var.port, var.prefix = found.conversation, found.port, found.prefix or ""
  var.container, var.generation = container.id, container.generation
  var.sandbox = container.address .. ":" .. port
  var.sandbox_uri = found.uri
  var.sandbox_cookie = cookies.without_private(var.http_cookie)
end

function access.decide()
  local var = ngx.var
  local headers = ngx.req.get_headers(0)
  local from_edge = edge.sent(headers)
  forwarded.set(var, headers, from_edge)
  local found, code = route.of(host_of(var), var.request_uri)
  if not found then
    return problem.say(code)
  end
  local user = from_edge and edge.user(headers) or nil
  var.upgrade = websocket.is_requested(headers) and "websocket" or ""
  connection.drop_named(headers)
  if found.conversation then
    return to_sandbox(found, user)
  end
  if not from_edge then
    if not settings.unauthenticated then
      -- OpenHands may have no login of its own, and a sandbox can reach what listens on the host.
      return problem.say("ERR_FORBIDDEN")
    end
    edge.drop_claims()
  end
  return to_openhands(found, user)
end

return access
