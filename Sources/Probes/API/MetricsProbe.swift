internal import Configuration
internal import Execution
internal import HTTPKit
internal import JSONKit
internal import SystemKit

extension LiveProbes {
    /// The service's Prometheus page. Its counters count since the service started.
    func metrics(_ limits: ProbeLimits) -> ProbeResult {
        do throws(APIFailure) {
            // The API's own place first; the supervisor and older services have it at the top.
            var response = try ask("/api/metrics", limits)
            if response.status == 404 { response = try ask("/metrics", limits) }
            guard response.status == 200 else {
                return ProbeResult(.unavailable, "the service serves no metrics (HTTP \(response.status) at /api/metrics and /metrics)")
            }
            let page = MetricsPage(response.body)
            var metrics = ServiceMetrics()
            metrics.aiRequests = page.sum("http_requests_total", where: MetricsPage.isAI)
            metrics.aiFailures = page.sum("http_requests_total") { labels in
                MetricsPage.isAI(labels) && (labels["status"] ?? labels["code"] ?? "").hasPrefix("5")
            }
            metrics.collectionMilliseconds = page.collectionSeconds.map { $0 * 1000 }
            let evidence: JSONObject = [
                "ai_requests": metrics.aiRequests.json, "ai_failures": metrics.aiFailures.json,
                "collection_ms": metrics.collectionMilliseconds.json,
            ]
            return ProbeResult(.ok, "\(page.count) series", evidence: evidence, measurement: .metrics(metrics))
        } catch {
            return unmeasured(error)
        }
    }
}

/// A page in Prometheus's text format.
struct MetricsPage {
    private var series: [(name: String, labels: [String: String], value: Double)] = []

    var count: Int { series.count }

    init(_ body: [UInt8]) {
        for line in String(decoding: body, as: UTF8.self).split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else { continue }
            let head = line[..<space]
            guard let open = head.firstIndex(of: "{") else {
                series.append((String(head), [:], value))
                continue
            }
            series.append((String(head[..<open]), MetricsPage.labels(head[head.index(after: open)...]), value))
        }
    }

    /// `path="/api/chat",status="200"}`; escapes inside values are left as they are.
    private static func labels(_ text: Substring) -> [String: String] {
        var result: [String: String] = [:]
        var rest = text
        while let equals = rest.firstIndex(of: "="), let open = rest[equals...].firstIndex(of: "\"") {
            let after = rest.index(after: open)
            guard let close = rest[after...].firstIndex(of: "\"") else { break }
            result[String(rest[..<equals].drop { $0 == "," || $0 == " " })] = String(rest[after..<close])
            rest = rest[rest.index(after: close)...]
        }
        return result
    }

    /// The sum of the series of that name whose labels fit; nil when there is none.
    func sum(_ name: String, where fits: ([String: String]) -> Bool) -> Double? {
        let values = series.filter { $0.name == name && fits($0.labels) }.map(\.value)
        return values.isEmpty ? nil : values.reduce(0, +)
    }

    /// The service's own counts of its answers. Its histogram is Prometheus's, or the real application's: buckets under the family's own
    /// name, the number of all under `type="count"`, and no bucket without an end.
    var traffic: ServiceTraffic? {
        var traffic = ServiceTraffic()
        traffic.startedAt = sum("process_start_time_seconds") { _ in true }
        traffic.answers = sum("http_requests_total") { _ in true }
        traffic.serverErrors =
            traffic.answers == nil
            ? nil : sum("http_requests_total") { ($0["status"] ?? $0["code"] ?? "").hasPrefix("5") } ?? 0
        let family = "http_request_duration_seconds"
        traffic.timed = sum(family + "_count") { _ in true } ?? sum(family) { $0["type"] == "count" }
        if traffic.timed != nil {
            var counts: [Double: Double] = [:]
            for one in series where one.name == family + "_bucket" || one.name == family {
                if let bound = one.labels["le"].flatMap(Double.init), bound.isFinite { counts[bound, default: 0] += one.value }
            }
            traffic.within = counts.sorted { $0.key < $1.key }.map { ServiceTraffic.Bucket(seconds: $0.key, count: $0.value) }
        }
        return traffic.isEmpty ? nil : traffic
    }

    /// Paths under which assistants answer.
    static func isAI(_ labels: [String: String]) -> Bool {
        let path = labels["path"] ?? labels["handler"] ?? labels["endpoint"] ?? ""
        return ["chat", "/ai", "completion", "message"].contains(where: path.contains)
    }

    /// Seconds of the last full collection, or of the mean one.
    var collectionSeconds: Double? {
        if let last = series.first(where: { $0.name == "python_gc_full_collection_seconds_last" })?.value { return last }
        guard let sum = series.first(where: { $0.name.hasPrefix("python_gc") && $0.name.hasSuffix("seconds_sum") })?.value,
            let count = series.first(where: { $0.name.hasPrefix("python_gc") && $0.name.hasSuffix("seconds_count") })?.value, count > 0
        else { return nil }
        return sum / count
    }
}
