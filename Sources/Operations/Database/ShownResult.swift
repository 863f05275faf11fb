internal import Configuration
internal import Execution
internal import Probes

extension LiveOperations {
    /// The same, with the paths of the Jarvis directory as seen from there in what is said of it.
    func shown(_ result: OperationResult) -> OperationResult {
        OperationResult(result.state, configuration.shown(result.summary), evidence: result.evidence)
    }
}
