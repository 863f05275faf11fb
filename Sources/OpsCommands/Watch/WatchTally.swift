internal import Diagnosis
internal import Execution
internal import Journal
internal import SystemKit

/// One look: the diagnosis and the numbers that came with it.
struct WatchLook {
    /// From 1.
    let number: Int
    let startedAt: Timestamp
    let durationMilliseconds: Double
    /// The Jarvis that was looked at.
    let directory: JarvisDirectory
    let diagnosis: IncidentDiagnosis
    let observations: [Observation]
    let values: [WatchMeasure: Double]

    init(number: Int, _ run: DiagnosisRun, _ diagnosis: IncidentDiagnosis) {
        self.number = number
        startedAt = run.startedAt
        durationMilliseconds = run.durationMilliseconds
        directory = run.directory
        self.diagnosis = diagnosis
        observations = run.observations(of: diagnosis)
        let observations = observations
        values = WatchMeasure.allCases.reduce(into: [:]) { values, measure in values[measure] = measure.value(in: observations) }
    }
}

/// What the looks so far come to. It stays small however long a watch lasts.
struct WatchTally {
    /// The verdict became another one.
    struct Turn {
        let look: Int
        let at: Timestamp
        let verdict: Verdict
        let because: String
    }

    /// One measure over the looks.
    struct Series {
        /// The newest ones, the last look's at the end; nil where a look did not give it.
        fileprivate(set) var recent: [Double?] = []
        fileprivate(set) var least = Double.infinity
        fileprivate(set) var greatest = -Double.infinity
        fileprivate(set) var last: Double?
        fileprivate(set) var count = 0
    }

    /// Looks that a picture may show, at most: more columns than a window has.
    private static let pictured = 400
    /// Turns that are kept: the newest.
    private static let keptTurns = 1000

    private(set) var looks = 0
    private(set) var counts: [Verdict: Int] = [:]
    private(set) var clearInARow = 0
    private(set) var turns: [Turn] = []
    private(set) var turnsLeftOut = 0
    /// Of the newest looks.
    private(set) var verdicts: [Verdict] = []
    private(set) var series: [WatchMeasure: Series] = [:]
    private(set) var last: WatchLook?

    mutating func take(_ look: WatchLook) {
        let verdict = look.diagnosis.verdict
        if verdict != last?.diagnosis.verdict {
            turns.append(Turn(look: look.number, at: look.startedAt, verdict: verdict, because: look.diagnosis.because))
            if turns.count > Self.keptTurns {
                turns.removeFirst()
                turnsLeftOut += 1
            }
        }
        for measure in WatchMeasure.allCases {
            var one = series[measure] ?? Series()
            one.take(look.values[measure], of: Self.pictured)
            if one.count > 0 || look.values[measure] != nil { series[measure] = one }
        }
        looks += 1
        counts[verdict, default: 0] += 1
        clearInARow = verdict == .clear ? clearInARow + 1 : 0
        verdicts = verdicts.suffix(Self.pictured - 1) + [verdict]
        last = look
    }
}

extension WatchTally.Series {
    fileprivate mutating func take(_ value: Double?, of most: Int) {
        recent = recent.suffix(most - 1) + [value]
        last = value
        guard let value else { return }
        least = min(least, value)
        greatest = max(greatest, value)
        count += 1
    }
}
