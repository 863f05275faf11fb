public import Execution
internal import HTTPKit
public import JSONKit

extension LiveProbes {
    /// What the API counts of its own answers, in its own place; nil where it tells nothing. It costs no request where the look asks for
    /// the metrics anyway.
    func traffic(_ limits: ProbeLimits) -> ServiceTraffic? {
        guard let response = try? ask("/api/metrics", limits), response.status == 200 else { return nil }
        return MetricsPage(response.body).traffic
    }
}

extension ServiceTraffic {
    /// For the journal: the next look takes the difference.
    var document: JSONValue {
        [
            "started_at": startedAt.json, "answers": answers.json, "server_errors": serverErrors.json, "timed": timed.json,
            "within": .array(within.map { ["seconds": $0.seconds.json, "count": $0.count.json] }),
        ]
    }

    /// Read from the document that the journal kept; nil for none.
    public init?(_ document: JSONValue?) {
        guard let document, document.object != nil else { return nil }
        self.init()
        (answers, serverErrors) = (document["answers"]?.double, document["server_errors"]?.double)
        (startedAt, timed) = (document["started_at"]?.double, document["timed"]?.double)
        within = (document["within"]?.array ?? []).compactMap { bucket in
            guard let seconds = bucket["seconds"]?.double, let count = bucket["count"]?.double else { return nil }
            return Bucket(seconds: seconds, count: count)
        }
        if isEmpty { return nil }
    }
}
