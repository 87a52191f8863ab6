-- What X-Forwarded-For and X-Forwarded-Proto say to the app.
local forwarded = {}

local SCHEMES = { http = "http", https = "https" }

-- The client's own are believed from the edge alone.
function forwarded.set(var, headers, from_edge)
  local peer, before = var.realip_remote_addr, from_edge and headers["x-forwarded-for"]
  if type(before) == "table" then
    before = table.concat(before, ", ")
  end
  var.forwarded_for = before and before .. ", " .. peer or peer
  var.forwarded_proto = from_edge and SCHEMES[headers["x-forwarded-proto"]] or var.scheme
end

return forwarded
