internal import Journal
internal import SystemKit

/// Probes that ran together: what was recorded in a row, up to the next thing that is no observation.
struct Look {
    var observations: [RecordedObservation] = []
    /// Whether a verdict follows: a look of a diagnosis, and not the check after one step.
    var isJudged = false

    /// - Parameter run: folded from the same rows, so that its observations are theirs, in order.
    static func all(_ rows: [JournalRow], _ run: RunHistory) -> [Look] {
        var observations = run.observations[...]
        var looks: [Look] = []
        var isGoingOn = false
        for row in rows {
            switch (row.table, row.event) {
            case (.observations, "recorded"):
                guard let observation = observations.popFirst() else { continue }
                if !isGoingOn { looks.append(Look()) }
                looks[looks.count - 1].observations.append(observation)
                isGoingOn = true
            case (.observations, "verdict"):
                if !looks.isEmpty { looks[looks.count - 1].isJudged = true }
                isGoingOn = false
            default: isGoingOn = false
            }
        }
        return looks
    }

    static func last(_ looks: [Look]) -> Look? { looks.last(where: \.isJudged) ?? looks.last }
}
