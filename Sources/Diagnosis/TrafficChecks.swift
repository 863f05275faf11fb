internal import Execution

/// What the service's own counts between two looks decide; nil where they decide nothing, and the sample is asked. They rule nothing out
/// where the service does not say when it started: it may have begun anew between the looks and counted past the earlier numbers.
enum TrafficChecks {
    /// Answers below which a share says little.
    static let enough = 20.0

    /// The bounds of a histogram lie where its service put them: what lies between two of them may be on either side of the limit.
    static func latency(_ percentile: Int, above limit: Double, _ traffic: ServiceTraffic?) -> Judgement? {
        guard let traffic, let all = traffic.timed, all >= enough else { return nil }
        let seconds = limit / 1000
        let surely = traffic.within.first { $0.seconds >= seconds }.map { all - $0.count }
        let atMost = all - (traffic.within.last { $0.seconds <= seconds }?.count ?? 0)
        let allowed = all * Double(100 - percentile) / 100
        if let surely, surely > allowed {
            return .present("p\(percentile): \(count(surely)) of \(answers(all, traffic)) took over \(Numbers.duration(limit))")
        }
        guard traffic.isOfOneStart, atMost <= allowed else { return nil }
        return .absent("p\(percentile): at most \(count(atMost)) of \(answers(all, traffic)) took over \(Numbers.duration(limit))")
    }

    static func serverErrors(share: Double, _ traffic: ServiceTraffic?) -> Judgement? {
        guard let traffic, let all = traffic.answers, all >= enough, let errors = traffic.serverErrors else { return nil }
        let because = "\(count(errors)) of \(answers(all, traffic)) \(errors == 1 ? "was" : "were") 5xx"
        if errors / all > share { return .present(because) }
        return traffic.isOfOneStart ? .absent(because) : nil
    }

    private static func answers(_ all: Double, _ traffic: ServiceTraffic) -> String {
        "the \(count(all)) answers that the service counted in the last \(Numbers.duration(traffic.milliseconds))"
    }

    private static func count(_ number: Double) -> String { number < 1e15 ? String(Int(number.rounded())) : Numbers.decimal(number) }
}

extension Judgement {
    /// The service's own counts decide, unless the sample itself has seen it: what was seen is there.
    func yielding(to counted: Judgement?) -> Judgement {
        guard let counted, state != .present else { return self }
        return counted
    }
}
