internal import Configuration
internal import Execution
internal import Planning
internal import Probes
internal import Runbook

extension Site {
    /// What a rollback needs to know beyond the flags.
    func rollbackFacts(_ tag: String?, _ access: JournalAccess, _ incident: Incident?) -> RollbackFacts {
        var facts = RollbackFacts()
        facts.image = imageFacts(tag, access)
        return facts
    }

    private func imageFacts(_ tag: String?, _ access: JournalAccess) -> ImageFacts {
        var facts = ImageFacts()
        guard let service = configuration.apiService else { return facts }
        facts.configured = service.resolvedImage.map { ImageName.tag($0) ?? "latest" }
        facts.running = probes.runningImageTag(limits)
        if let tag {
            (facts.wanted, facts.source) = (tag, "asked for")
        } else if let stable = access.stableTag(directory: directory) {
            (facts.wanted, facts.source) = (stable.tag, "healthy in run \(stable.run)")
        }
        return facts
    }
}
