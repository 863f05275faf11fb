internal import Execution
internal import Synchronization

/// What earlier looks at the same API saw, for whoever looks again and again: after the first look one request is enough for the
/// next, and the last few are judged together.
public final class APIHistory: Sendable {
    /// Each with one outcome, the oldest first.
    private let outcomes = Mutex<[APISample]>([])

    public init() {}

    /// How many requests a look may make: as many as decide at first, then one.
    var most: Int? { outcomes.withLock(\.isEmpty) ? nil : 1 }

    /// Adds what a look saw, and returns the last few together.
    func window(adding sample: APISample) -> APISample {
        outcomes.withLock { outcomes in
            outcomes = (outcomes + sample.outcomes).suffix(APIGate.requests)
            // A service that answers again is up: what was refused or kept waiting before is over.
            if outcomes.count > APISample.bad, outcomes.suffix(APISample.bad).allSatisfy({ $0.answeredWell == 1 }) {
                outcomes.removeAll { $0.answers.isEmpty }
            }
            var window = sample.empty
            for one in outcomes { window.append(one) }
            window.health = sample.health
            window.stranger = sample.stranger
            window.doubt = sample.doubt
            window.container = sample.container
            return window
        }
    }
}

extension APISample {
    /// The sample without anything that was seen.
    fileprivate var empty: APISample {
        var sample = APISample(url: url)
        sample.requested = requested
        return sample
    }

    fileprivate var outcomes: [APISample] {
        func one(_ change: (inout APISample) -> Void) -> APISample {
            var sample = empty
            change(&sample)
            return sample
        }
        return answers.map { answer in one { $0.answers = [answer] } } + refused.map { reason in one { $0.refused = [reason] } }
            + unanswered.map { waited in one { $0.unanswered = [waited] } }
    }

    fileprivate mutating func append(_ other: APISample) {
        answers += other.answers
        refused += other.refused
        unanswered += other.unanswered
    }
}
