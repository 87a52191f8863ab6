-- Answers when nothing listens on the app's port, or the app closes the connection.
local problem = require("gateway.problem")
local sandboxes = require("gateway.sandboxes")

local no_answer = {}

-- A request that a browser makes by itself and whose answer nobody reads. Requests with which the
-- OpenHands page polls an app are different: the page treats any 2xx as a running app.
local function is_speculative(var)
  local purpose = var.http_sec_purpose or var.http_purpose or ""
  return purpose:find("^prefetch") ~= nil
    or (var.http_sec_fetch_dest == "image" and var.sandbox_uri:find("^/favicon%.ico$") ~= nil)
end

function no_answer.send()
  sandboxes.forget(ngx.var.conversation)
  if is_speculative(ngx.var) then
    ngx.header["cache-control"] = "no-store"
    return ngx.exit(204)
  end
  return problem.send("ERR_NO_ANSWER")
end

return no_answer
