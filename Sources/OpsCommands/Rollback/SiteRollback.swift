internal import Configuration
internal import Execution
internal import Planning
internal import Probes
internal import Runbook

extension Site {
    /// What a rollback needs to know beyond the flags.
    ///
    /// - Parameters:
    ///   - tag: the one that was named; nil: that of the last healthy run.
    func rollbackFacts(_ tag: String?, _ access: JournalAccess, _ incident: Incident?, engineAnswers: Bool) -> RollbackFacts {
        var facts = RollbackFacts()
        let path = incident?.rollback.lazy.compactMap { step -> String? in if case .file(let path) = step.action { path } else { nil } }
            .first
        ConfigurationRevert(site: self, access: access).fill(&facts, path ?? "lifeos/config/jarvis.json")
        facts.image = ImageRollback(site: self, access: access, engineAnswers: engineAnswers).facts(tag)
        return facts
    }
}
