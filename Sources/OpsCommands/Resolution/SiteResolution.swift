internal import Configuration
internal import Execution
internal import Planning
internal import Probes
internal import Runbook

extension Site {
    /// What these steps need to know; nothing else is looked at.
    ///
    /// - Parameters:
    ///   - run: names what is made: a plan that is made twice must be the same plan.
    ///   - damaged: what the run's last integrity check said.
    func resolutionFacts(_ steps: [Step], _ choices: ResolutionChoices, run: String, _ facts: Facts, damaged: Bool?) -> ResolutionFacts {
        ResolutionFacts()
    }
}
