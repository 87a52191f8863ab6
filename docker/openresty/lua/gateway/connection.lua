-- Headers that are meant for the next hop alone, and end here.
local connection = {}

-- nginx writes these itself. A client that names them would have the message framed otherwise.
local KEPT = {
  close = true,
  ["content-length"] = true,
  host = true,
  ["keep-alive"] = true,
  ["transfer-encoding"] = true,
  upgrade = true,
}

-- Drops the headers that Connection names (RFC 9110, section 7.6.1).
function connection.drop_named(headers)
  local named = headers["connection"]
  if not named then
    return
  end
  if type(named) == "table" then
    named = table.concat(named, ",")
  end
  for name in named:gmatch("[^%s,]+") do
    if not KEPT[name:lower()] then
      ngx.req.clear_header(name)
    end
  end
end

return connection
