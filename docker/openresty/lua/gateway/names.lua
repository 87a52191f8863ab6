-- Sets of names. A * at the end of a name stands for any characters.
local names = {}

-- How many answers a matcher remembers, as clients can send any name.
local REMEMBERED = 1000

-- Returns a function that tells whether a name is in the set.
function names.matcher(...)
  local exact, prefixes = {}, {}
  for _, list in ipairs({ ... }) do
    for _, name in ipairs(list) do
      if name:sub(-1) == "*" then
        prefixes[#prefixes + 1] = name:sub(1, -2)
      else
        exact[name] = true
      end
    end
  end
  local function is_in_set(name)
    if exact[name] then
      return true
    end
    for _, prefix in ipairs(prefixes) do
      if name:sub(1, #prefix) == prefix then
        return true
      end
    end
    return false
  end
  local known, count = {}, 0
  return function(name)
    local found = known[name]
    if found == nil then
      if count == REMEMBERED then
        known, count = {}, 0
      end
      found = is_in_set(name)
      known[name], count = found, count + 1
    end
    return found
  end
end

return names
