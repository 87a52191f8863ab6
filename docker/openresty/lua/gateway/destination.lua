-- What a browser is going to do with an answer, by Sec-Fetch-Dest. `script-src 'self'` in the main
-- site's policy allows scripts of the path route; the same is true of workers, style sheets and
-- plug-ins.
local settings = require("gateway.settings")

local destination = {}

-- What pages of OpenHands ask of the path route. Documents are sandboxed, see response.lua.
local ALLOWED = {
  audio = true,
  document = true,
  empty = true,
  frame = true,
  iframe = true,
  image = true,
  track = true,
  video = true,
  websocket = true,
}

-- Whether the path route must not answer. Clients that are no browsers do not send the header.
function destination.is_refused(headers)
  local sent = headers["sec-fetch-dest"]
  return not settings.documents_by_path and sent ~= nil and not ALLOWED[sent]
end

return destination
