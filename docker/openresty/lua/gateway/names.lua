-- Sets of names. A * at the end of a name stands for any characters.
local names = {}

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
  return function(name)
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
end

return names
