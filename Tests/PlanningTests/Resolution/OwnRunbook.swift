import Planning
import Runbook
import SystemKit

/// The runbook of this checkout, and a Jarvis in which everything can be done.
enum OwnRunbook {
    static func incident(_ id: String) throws -> Incident {
        let root = Paths.parent(Paths.parent(Paths.parent(Paths.parent(#filePath))))
        let runbook = RunbookReader.read(try Files.read(root + "/runbooks/incident-response.md"))
        guard let incident = runbook.incident(id) else { throw Missing(id: id) }
        return incident
    }

    struct Missing: Error { let id: String }

    static func facts(_ adjust: (inout Facts) -> Void = { _ in }) -> Facts {
        var facts = Facts()
        facts.flags = MeshFlagFacts(sync: .all(true), attestation: .all(true))
        facts.service.composeService = "api"
        facts.service.engineAnswers = true
        facts.capturable = [.logs, .memory, .rateLimits]
        var provider = ProviderFacts(path: "lifeos/config/jarvis.json")
        provider.sha256 = "old"
        provider.primary = "groq"
        provider.backup = ProviderFacts.Switch(name: "ollama", disabled: [], content: .bytes([1]), diff: "-groq\n+ollama\n")
        facts.resolution.provider = provider
        var database = DatabaseFacts(destination: "data/backups/now.db")
        database.source = DatabaseFacts.Source(path: "data/backups/jarvis.db", sha256: "good")
        facts.resolution.database = database
        adjust(&facts)
        return facts
    }

    static func plan(_ id: String, _ facts: Facts = facts(), _ choices: ResolutionChoices = ResolutionChoices()) throws -> [PlannedStep] {
        ResolutionPlanner.plan(try incident(id), facts, choices).steps
    }
}
