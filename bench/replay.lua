-- wrk sends the requests of a file in turn, as they stand there, each ended by a NUL; what came of it as JSON.
local requests, last = {}, 0

function init(args)
  local file = assert(io.open(args[1], "rb"))
  for one in file:read("*a"):gmatch("[^%z]+") do requests[#requests + 1] = one end
  file:close()
end

function request()
  last = last % #requests + 1
  return requests[last]
end

function done(summary, latency)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('\nJSON {"rate": %f, "refused": %d, "failed": %d, "median": %f}\n',
    summary.requests / summary.duration * 1e6, summary.errors.status, failed, latency:percentile(50) / 1e3))
end
