-- VS Code asks for its own files by a path at the root of the host: /stable-<commit>/static/….
-- On the main host the page that asks tells whose VS Code it is.
local route = require("gateway.route")
local settings = require("gateway.settings")

local vscode = {}

local HASH = ("[0-9a-f]"):rep(40)
local ASSET = "^/(%a+)[-/]" .. HASH .. "%f[/?%z]"
local QUALITY = { stable = true, insider = true, oss = true }

function vscode.is_asset(uri)
  return QUALITY[uri:match(ASSET)] or false
end

-- Conversation and port of the page that asks, where its URL has them.
local function asking(host, referer)
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

-- Where to send a request of the main host for such a file; nil if nobody knows whose it is.
function vscode.location(host, uri, referer)
  local conversation, port = asking(host, referer or "")
  if not conversation then
    return nil
  end
  local scheme, written = ngx.var.forwarded_proto, ngx.var.http_host:match(":%d+$") or ""
  return scheme .. "://" .. port .. "-" .. conversation .. ".runtime." .. host .. written .. uri
end

return vscode
