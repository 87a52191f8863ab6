-- The opening handshake of a WebSocket (RFC 6455, section 4). After a 101, nginx passes bytes on
-- without reading them, so only a handshake that both sides complete may lead to one.
local websocket = {}

local GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
-- 16 bytes in base64.
local KEY = "^" .. ("[%w+/]"):rep(22) .. "==$"

-- Whether a comma-separated header contains a token, in any case. Repeated headers are a table.
local function has_token(header, token)
  if type(header) == "table" then
    header = table.concat(header, ",")
  end
  for item in (header or ""):lower():gmatch("[^%s,]+") do
    if item == token then
      return true
    end
  end
  return false
end

local function is_websocket(header)
  return type(header) == "string" and header:lower() == "websocket"
end

-- headers: of ngx.req.get_headers(0).
function websocket.is_requested(headers)
  local key = headers["sec-websocket-key"]
  return is_websocket(headers["upgrade"])
    and has_token(headers["connection"], "upgrade")
    and headers["sec-websocket-version"] == "13"
    and type(key) == "string"
    and key:find(KEY) ~= nil
    and ngx.req.get_method() == "GET"
    and ngx.req.http_version() == 1.1
end

-- Whether an answer with status 101 accepts the WebSocket that the request asked for.
function websocket.is_accepted(header, var)
  return var.upgrade == "websocket"
    and is_websocket(header.upgrade)
    and has_token(var.upstream_http_connection, "upgrade")
    and header["sec-websocket-accept"]
      == ngx.encode_base64(ngx.sha1_bin(var.http_sec_websocket_key .. GUID))
end

return websocket
