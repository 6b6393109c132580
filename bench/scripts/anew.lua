-- Asks for ten years of weeks of twelve letters, each time of others or of a range that begins and ends in other weeks, for wrk
-- (src/parts/api.rs): 35,152 questions, no two of which are the same.
local day, asked = 86400, 0
local first, last = os.time({ year = 2017, month = 1, day = 2, hour = 12 }), os.time({ year = 2026, month = 11, day = 8, hour = 12 })
local letters = "abcdefghijklm"
math.randomseed(os.time())
local offset = math.random(0, 35151)

local function part(number, of, among)
  return math.floor(number / of) % among
end

function request()
  asked = asked + 1
  local number = asked + offset
  local without = part(number, 1, 13) + 1
  local rsi = (letters:sub(1, without - 1) .. letters:sub(without + 1)):gsub("(.)", "%1,"):sub(1, -2)
  local start = os.date("!%Y-%m-%d", first + part(number, 13, 52) * 7 * day)
  local stop = os.date("!%Y-%m-%d", last - part(number, 13 * 52, 52) * 7 * day)
  return wrk.format("GET", "/api/v1/traffic-volume?rsi=" .. rsi .. "&start_date=" .. start .. "&end_date=" .. stop .. "&week&totals=received")
end
