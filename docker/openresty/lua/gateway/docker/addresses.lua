-- Addresses of a container. They become part of a URL, so only IP addresses are accepted.
local addresses = {}

local function ipv4(text)
  local octets = { text:match("^(%d%d?%d?)%.(%d%d?%d?)%.(%d%d?%d?)%.(%d%d?%d?)$") }
  if #octets ~= 4 then
    return nil
  end
  for _, octet in ipairs(octets) do
    if tonumber(octet) > 255 then
      return nil
    end
  end
  return text
end

local function ipv6(text)
  return text:find("^[%x:]+$") and text:find(":", 1, true) and "[" .. text .. "]" or nil
end

-- The first address by the network's name, IPv4 before IPv6, as a URL writes it; or nil.
-- networks: Docker's NetworkSettings.Networks.
function addresses.first(networks)
  local names = {}
  for name in pairs(networks) do
    names[#names + 1] = tostring(name)
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local network = type(networks[name]) == "table" and networks[name] or {}
    local four, six = network.IPAddress, network.GlobalIPv6Address
    local address = type(four) == "string" and ipv4(four) or type(six) == "string" and ipv6(six)
    if address then
      return address
    end
  end
  return nil
end

return addresses
