-- Answers when nothing listens on the app's port, or the app closes the connection.
local cache = require("gateway.cache")
local problem = require("gateway.problem")

local no_answer = {}

-- A request that a browser makes by itself and whose answer nobody reads. Requests by which the
-- OpenHands page polls an app are different: it takes any 2xx for an app that runs.
local function is_speculative(var)
  local purpose = var.http_sec_purpose or var.http_purpose or ""
  return purpose:find("^prefetch") ~= nil
    or (var.http_sec_fetch_dest == "image" and var.sandbox_uri:find("^/favicon%.ico$") ~= nil)
end

function no_answer.send()
  cache.drop(ngx.var.conversation)
  if is_speculative(ngx.var) then
    ngx.header["cache-control"] = "no-store"
    return ngx.exit(204)
  end
  return problem.send("ERR_NO_ANSWER")
end

return no_answer
