-- The status of an answer. nginx takes an interim answer (1xx; since 1.29.2 not 103) for the whole
-- answer, writes no framing, and passes on every later byte as it comes. These bytes would reach
-- the client past every filter and, on a pooled connection, another user.
local websocket = require("gateway.websocket")

local status = {}

-- nginx.conf answers this status with the problem's page, and closes the connection.
local REFUSED = 599

-- Has the request answered with a problem instead. Return after it: in a header filter, ngx.exit
-- does not end the Lua code.
function status.refuse(code)
  ngx.var.problem = code
  ngx.exit(REFUSED)
end

local function is_valid(code, header, var)
  if code == 101 then
    return websocket.is_accepted(header, var)
  end
  return code >= 200 and code <= 599
end

-- Returns whether the status may pass; has the request answered with a problem if not. Call this
-- first in a header filter.
function status.check()
  if ngx.req.http_version() < 1 then
    -- The answer does not begin with a status line, which nginx takes for HTTP/0.9. It would send
    -- an error page as HTTP/0.9 too, so the connection is closed.
    ngx.exit(444)
    return false
  end
  local code, header = ngx.status, ngx.header
  if not is_valid(code, header, ngx.var) then
    ngx.log(ngx.WARN, "the app's answer has status ", code)
    status.refuse("ERR_STATUS")
    return false
  end
  if code == 101 then
    -- RFC 9110, section 8.6: no 1xx has one.
    header["content-length"] = nil
  end
  -- Drops the reason phrase, which may hold any byte.
  ngx.status = code
  return true
end

return status
