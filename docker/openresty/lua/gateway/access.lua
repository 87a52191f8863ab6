-- Decides what happens to a request, from top to bottom.
local connection = require("gateway.connection")
local cookies = require("gateway.cookies")
local destination = require("gateway.destination")
local forwarded = require("gateway.forwarded")
local identity = require("gateway.identity")
local identity_headers = require("gateway.identity_headers")
local origin = require("gateway.origin")
local problem = require("gateway.problem")
local route = require("gateway.route")
local sandboxes = require("gateway.sandboxes")
local settings = require("gateway.settings")
local vscode = require("gateway.vscode")
local websocket = require("gateway.websocket")

local access = {}

-- nginx takes the host from an absolute request target, if there is one; the app reads Host.
-- Returns the host if both agree, otherwise "".
local function host_of(var, written)
  local host = var.host
  if written == host then
    return host
  end
  written = written:lower():gsub(":%d*$", ""):gsub("%.$", "")
  return written == host and host or ""
end

local function to_openhands(found, sender)
  local var = ngx.var
  if not sender.is_from_edge then
    if not settings.unauthenticated then
      -- OpenHands may have no login of its own, and a sandbox can reach ports of the host.
      return problem.send("ERR_FORBIDDEN")
    end
    identity_headers.drop(sender.headers)
  end
  if vscode.is_asset(var.request_uri) then
    local location = vscode.location(found.host, var.request_uri, var.http_referer)
    return location and ngx.redirect(location, 307) or problem.send("ERR_NOT_FOUND")
  end
  var.user_id = sender.user or ""
  var.gateway_proof = settings.openhands_secret or ""
  return ngx.exec("@openhands")
end

-- What stands in the way of a request to the user's own sandbox, or nil.
local function obstacle(sandbox)
  if sandbox.state == "paused" then
    return "ERR_PAUSED"
  end
  if sandbox.state == "starting" then
    return "ERR_STARTING"
  end
  return not sandbox.address and "ERR_NO_IP" or nil
end

-- Returns the sandbox if the user may use it, otherwise nil and the code of the problem.
local function allowed_sandbox(conversation, user)
  if not user and not settings.unauthenticated then
    return nil, "ERR_FORBIDDEN"
  end
  local sandbox, code = sandboxes.find(conversation, user)
  if not sandbox then
    return nil, code
  end
  if sandbox.user ~= user and not settings.unauthenticated then
    return nil, "ERR_FORBIDDEN"
  end
  return sandbox, obstacle(sandbox)
end

local function is_get()
  local method = ngx.req.get_method()
  return method == "GET" or method == "HEAD"
end

local function to_sandbox(found, sender, is_websocket)
  local var = ngx.var
  if found.lacks_slash and not is_websocket and is_get() then
    -- Without the slash, relative links of the page would lose the port.
    return ngx.redirect(found.prefix .. found.uri, 308)
  end
  local sandbox, code = allowed_sandbox(found.conversation, sender.user)
  if code then
    return problem.send(code)
  end
  local port = sandbox.ports[tostring(found.port)] or found.port
  if settings.refused_ports[port] then
    return problem.send("ERR_PORT")
  end
  identity_headers.drop(sender.headers)
  local prefix = found.prefix or ""
  var.conversation, var.port = found.conversation, found.port
  if prefix ~= "" then
    var.prefix = prefix
  end
  var.container, var.generation = sandbox.id, sandbox.generation
  var.sandbox = sandbox.address .. ":" .. port
  var.sandbox_uri = found.uri
  var.sandbox_cookie = cookies.to_app(sender.headers["cookie"], prefix)
  if is_websocket then
    return ngx.exec("@websocket")
  end
end

-- Returns the code of what a browser's own headers forbid, or nil.
local function refusal(found, headers, host_header)
  if found.conversation and not found.prefix then
    local is_foreign = origin.is_foreign_websocket(headers, found.conversation, found.host)
    return is_foreign and "ERR_ORIGIN" or nil
  end
  if origin.is_foreign(headers, host_header) then
    return "ERR_ORIGIN"
  end
  return found.prefix and destination.is_refused(headers) and "ERR_DESTINATION" or nil
end

function access.handle_request()
  local var = ngx.var
  local sender = identity.get()
  local headers = sender.headers
  forwarded.set(var, headers, sender.is_from_edge)
  local host_header = headers["host"] or ""
  local found, code = route.of(host_of(var, host_header), var.request_uri)
  code = code or refusal(found, headers, host_header)
  if code then
    return problem.send(code)
  end
  local is_websocket = websocket.is_requested(headers)
  if is_websocket then
    var.upgrade = "websocket"
  end
  connection.drop_named(headers)
  if found.conversation then
    return to_sandbox(found, sender, is_websocket)
  end
  return to_openhands(found, sender)
end

return access
