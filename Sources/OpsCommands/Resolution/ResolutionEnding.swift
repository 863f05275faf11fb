internal import Diagnosis

/// How a resolution ended, in what its result says beyond its steps.
struct ResolutionEnding {
    let verdict: Verdict?
    let because: String
    let healedBy: String?
    let servicesAreStopped: Bool
}
