-- The status of an app's answer. nginx takes an interim answer (1xx; since 1.29.2 not 103) for the
-- whole answer, writes no framing, and passes on every later byte as it comes. These bytes would
-- reach the client past every filter and, on a pooled connection, another user.
local websocket = require("gateway.websocket")

-- REFUSED: what a header filter exits with if the answer must not pass; see nginx.conf.
local status = { REFUSED = 599 }

local function is_valid(code, header, var)
  if code == 101 then
    return websocket.is_accepted(header, var)
  end
  return code >= 200 and code <= 599
end

-- Ends the request unless the status may pass. Call this first in a header filter.
function status.check()
  if ngx.req.http_version() < 1 then
    -- The answer does not begin with a status line, which nginx takes for HTTP/0.9. It would send
    -- an error page as HTTP/0.9 too, so the connection is closed.
    return ngx.exit(444)
  end
  local code, header, var = ngx.status, ngx.header, ngx.var
  if not is_valid(code, header, var) then
    ngx.log(ngx.WARN, "the app's answer has status ", code)
    var.problem = "ERR_STATUS"
    return ngx.exit(status.REFUSED)
  end
  if code == 101 then
    -- RFC 9110, section 8.6: no 1xx has one.
    header.content_length = nil
  end
  -- Drops the app's own reason phrase, which may hold any byte.
  ngx.status = code
end

return status
