-- Hop-by-hop headers, which the gateway does not pass on.
local connection = {}

-- nginx needs these to frame the message, and writes its own to the app.
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
