-- What wrk has measured, as one line of JSON.
function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(
    ('{"a second": %.0f, "p50 ms": %.2f, "p99 ms": %.2f, "failed": %d}\n'):format(
      summary.requests / summary.duration * 1e6,
      latency:percentile(50) / 1e3,
      latency:percentile(99) / 1e3,
      failed
    )
  )
end
