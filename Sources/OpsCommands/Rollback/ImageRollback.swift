internal import Configuration
internal import DigestKit
internal import Execution
internal import Planning
internal import Probes
internal import SystemKit

/// The image tag that the service has, the one it goes back to, and where that is written.
struct ImageRollback {
    let target: JarvisTarget
    let access: JournalAccess
    let engineAnswers: Bool

    func facts(_ tag: String?) -> ImageFacts {
        var facts = ImageFacts()
        guard let service = target.configuration.meshService, let image = service.image else {
            facts.obstacle = "no image of the service stands in a compose file here"
            facts.wanted = tag
            return facts
        }
        facts.configured = service.resolvedImage.map { ImageName.tag($0) ?? "latest" }
        facts.running = engineAnswers ? target.probes.runningImageTag(target.limits) : nil
        facts.name = service.resolvedImage.map(ImageName.base)
        let healthy = access.healthyTags(of: target.jarvis)
        if let tag {
            (facts.wanted, facts.source) = (tag, "asked for")
        } else if let stable = healthy.first {
            (facts.wanted, facts.source) = (stable.tag, "healthy in run \(stable.run)")
        }
        look(&facts, healthy)
        switch ImageReference(image) {
        case .unclear(let why): facts.obstacle = why
        case .variable(let name): fill(&facts, name)
        case .literal(let before, _): fill(&facts, service.name, image, before)
        }
        return facts
    }

    /// Whether the wanted tag can be had, before anything is changed for it; where it cannot, or nobody named one, which others there are.
    private func look(_ facts: inout ImageFacts, _ healthy: [(tag: String, run: String)]) {
        guard let name = facts.name else { return }
        if let wanted = facts.wanted, wanted != facts.configured {
            facts.availability = target.probes.availability(ofImage: "\(name):\(wanted)", target.limits)
            if case .unknown = facts.availability, healthy.contains(where: { $0.tag == wanted }) { facts.availability = .ran }
        }
        let isNeeded = if case .missing = facts.availability { true } else { facts.wanted == nil }
        guard isNeeded else { return }
        let here = target.probes.localTags(ofImage: name, target.limits)
        facts.known =
            healthy.map { .init(tag: $0.tag, source: "healthy in run \($0.run)" + (here.contains($0.tag) ? ", here" : "")) }
            + here.filter { tag in !healthy.contains { $0.tag == tag } }.map {
                .init(tag: $0, source: $0 == facts.running ? "here, runs now" : "here")
            }
    }

    /// A variable of `.env`; of the environment it would be another process's to change.
    private func fill(_ facts: inout ImageFacts, _ name: String) {
        if let setting = target.configuration.variable(name), case .environment = setting.source {
            facts.obstacle = "\(name) is set in the environment, which beats .env"
            return
        }
        facts.place = .variable(name: name, value: target.configuration.dotEnv?[name])
    }

    /// Written out in the compose file: changed there when it stands exactly once in the service's own block.
    private func fill(_ facts: inout ImageFacts, _ service: String, _ image: String, _ before: String) {
        guard let wanted = facts.wanted, let path = target.configuration.composeFile?.path,
            let bytes = try? Files.read(path, limit: 1 << 20),
            let text = String(validating: bytes, as: UTF8.self)
        else {
            facts.obstacle = "the compose file cannot be read"
            return
        }
        let name = Paths.name(path)
        guard Paths.resolve(name, in: target.directory) == path else {
            facts.obstacle = "the compose file is not in the Jarvis directory: change \(image) by hand"
            return
        }
        do throws(ImageLine.Unclear) {
            let new = try ImageLine.replaced(image, by: before + wanted, of: service, in: text)
            facts.place = .file(
                path: name, sha256: SHA256.hex(bytes), content: .bytes(Array(new.utf8)),
                diff: TextDiff.unified(old: text, new: new, path: name))
        } catch {
            facts.obstacle = "\(error.reason) in \(name): change it by hand"
        }
    }
}
