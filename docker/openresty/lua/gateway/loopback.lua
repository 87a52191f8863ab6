-- Warns at start if settings.conf takes a loopback address for the edge. A sandbox on the host's
-- network connects from there, and could then name any user.
local loopback = {}

local function number(address)
  local a, b, c, d = address:match("^(%d+)%.(%d+)%.(%d+)%.(%d+)$")
  return a and ((a * 256 + b) * 256 + c) * 256 + d
end

-- Whether an address or network of `geo` holds a loopback address.
function loopback.holds(network)
  if network == "default" or network:match("^::1?$") or network:match("^::1?/") then
    return true
  end
  local address, length = network:match("^([%d.]+)/?(%d*)$")
  local first = address and number(address)
  if not first then
    return false
  end
  local common = math.min(tonumber(length) or 32, 8)
  local shift = 2 ^ (32 - common)
  return math.floor(first / shift) == math.floor(number("127.0.0.0") / shift)
end

-- The networks of the text that are the edge and hold a loopback address.
function loopback.networks(text)
  local found = {}
  local block = text:gsub("#[^\n]*", ""):match("geo%s+[^{]*%$is_edge%s*(%b{})") or ""
  for network, value in block:gmatch("([%w.:/]+)%s+(%d+)%s*;") do
    if value == "1" and loopback.holds(network) then
      found[#found + 1] = network
    end
  end
  return found
end

function loopback.warn()
  local file = ngx.worker.id() == 0 and io.open(ngx.config.prefix() .. "settings.conf")
  if not file then
    return
  end
  local networks = loopback.networks(file:read("*a"))
  file:close()
  if #networks > 0 then
    ngx.log(
      ngx.WARN,
      "settings.conf: geo takes ",
      table.concat(networks, ", "),
      " for the edge, and a sandbox on the host's network connects from there. Remove it, and let",
      " the edge send X-Gateway-Secret instead."
    )
  end
end

return loopback
