-- VS Code requests its own files by a path at the root of the host: /stable-<commit>/static/….
-- On the main host, the Referer tells to which sandbox they belong.
local route = require("gateway.route")
local settings = require("gateway.settings")

local vscode = {}

local HASH = ("[0-9a-f]"):rep(40)
local ASSET = "^/(%a+)[-/]" .. HASH .. "%f[/?%z]"
local QUALITY = { stable = true, insider = true, oss = true }

function vscode.is_asset(uri)
  return QUALITY[uri:match(ASSET)] or false
end

-- Conversation and port in the Referer's URL, if it has them.
local function sandbox_of(host, referer)
  local authority, path = referer:match("^https?://([^/?#]+)(/[^?#]*)")
  if not authority then
    return nil
  end
  authority = authority:lower():gsub(":%d+$", "")
  local found = route.of(authority, path)
  if not found or found.host ~= host then
    return nil
  end
  if found.conversation then
    return found.conversation, found.port
  end
  local id = path:match("/conversations/([%x-]+)")
  id = id and id:gsub("-", ""):lower()
  return id and route.is_conversation(id) and id or nil, settings.vscode_port
end

-- The URL of such a file on the sandbox's own host; nil if the Referer names no sandbox.
function vscode.location(host, uri, referer)
  local conversation, port = sandbox_of(host, referer or "")
  if not conversation then
    return nil
  end
  local scheme, written = ngx.var.forwarded_proto, ngx.var.http_host:match(":%d+$") or ""
  return scheme .. "://" .. port .. "-" .. conversation .. ".runtime." .. host .. written .. uri
end

return vscode
