-- X-Forwarded-For and X-Forwarded-Proto for the app.
local forwarded = {}

local SCHEMES = { http = "http", https = "https" }

-- A header's value, joined if it is repeated; nil if there is none.
local function joined(header)
  return type(header) == "table" and table.concat(header, ", ") or header
end

-- Headers of the request are used if the edge sent them. A chain of proxies writes several schemes;
-- the first is the client's.
function forwarded.set(var, headers, from_edge)
  local peer, before = var.realip_remote_addr, from_edge and joined(headers["x-forwarded-for"])
  local schemes = joined(headers["x-forwarded-proto"])
  local scheme = schemes and schemes:lower():match("^%s*(%a+)%s*%f[,%z]")
  var.forwarded_for = before and before .. ", " .. peer or peer
  var.forwarded_proto = from_edge and SCHEMES[scheme] or var.scheme
end

return forwarded
