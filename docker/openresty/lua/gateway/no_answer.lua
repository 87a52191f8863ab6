-- When the app's port is closed, or what listens there does not speak HTTP.
local cache = require("gateway.cache")
local problem = require("gateway.problem")

local no_answer = {}

-- A request that a browser makes by itself and whose answer nobody reads. What the OpenHands page
-- polls to learn whether an app answers is none: it takes any answer of 2xx for a yes.
local function is_probe(var)
  local purpose = var.http_sec_purpose or var.http_purpose or ""
  return purpose:find("^prefetch") ~= nil
    or (var.http_sec_fetch_dest == "image" and var.sandbox_uri:find("^/favicon%.ico$") ~= nil)
end

function no_answer.say()
  cache.drop(ngx.var.conversation)
  if is_probe(ngx.var) then
    ngx.header.cache_control = "no-store"
    return ngx.exit(204)
  end
  return problem.say("ERR_NO_ANSWER")
end

return no_answer
