-- The Refresh header, a redirect after some seconds
-- (https://html.spec.whatwg.org/#shared-declarative-refresh-steps).
local location = require("gateway.location")
local trim = require("gateway.trim")

local refresh = {}

-- Returns the header as the browser may follow it; nil to drop it.
-- at: as location.from_app takes it.
function refresh.from_app(value, at)
  local seconds, rest = value:match("^%s*(%d+)[%d.]*(.*)$")
  if not seconds then
    return nil
  end
  rest = trim(rest)
  if rest == "" then
    return seconds
  end
  local url = trim((rest:gsub("^[;,]", ""))):match("^[uU][rR][lL]%s*=(.*)$")
  url = url and trim(url)
  local quote, quoted = (url or ""):match("^(['\"])(.*)$")
  if quote then
    url = quoted:match("^[^" .. quote .. "]*")
  end
  local moved = url and location.from_app(url, at)
  return moved and seconds .. "; url=" .. moved
end

return refresh
