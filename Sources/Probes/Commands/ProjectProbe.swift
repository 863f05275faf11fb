internal import Configuration
public import Execution
internal import JSONKit
internal import ProcessKit
internal import SystemKit

extension LiveProbes {
    /// Whether the project's containers run, asked until they do as wanted: compose answers before a container has ended or begun.
    func servicesRun(_ wanted: Bool, _ limits: ProbeLimits) -> ProbeResult {
        var result: ProbeResult
        repeat {
            result = judged(wanted, limits)
            if result.state == .ok { return result }
        } while !limits.cancellation.wait(until: .after(milliseconds: 300).orEarlier(limits.deadline)) && !limits.deadline.hasPassed
        return result
    }

    /// `ok` when it was seen that none runs.
    func servicesNow(_ limits: ProbeLimits) -> ProbeResult { judged(false, limits) }

    private func judged(_ wanted: Bool, _ limits: ProbeLimits) -> ProbeResult {
        if configuration.deployment.unit != nil { return unitsRun(wanted, limits) }
        guard configuration.composeFile != nil else { return ProbeResult(.unavailable, noComposeFile) }
        let all: [SeenContainer]
        switch engineSight(limits) {
        case .failure(let failure): return ProbeResult(failure)
        case .success(let sight): all = sight.ours
        }
        let running = all.count(where: \.isRunning)
        // One that was made for one task, and did it.
        let finished = all.count { !$0.isRunning && $0.sight.exitCode == 0 }
        let evidence: JSONObject = ["containers": all.count.json, "running": running.json]
        let words = "\(running) of \(Words.count(all.count, "container")) \(running == 1 ? "runs" : "run")"
        if wanted { return ProbeResult(running > 0 && running + finished == all.count ? .ok : .unhealthy, words, evidence: evidence) }
        return ProbeResult(running == 0 ? .ok : .unhealthy, words, evidence: evidence)
    }

    /// The tag of the image that the service's container was made from; nil when nobody can tell.
    public func runningImageTag(_ limits: ProbeLimits) -> String? {
        guard configuration.meshService != nil else { return nil }
        return meshContainer(limits)?.document["Config"]?["Image"]?.text.flatMap(ImageName.tag)
    }

    func imageTag(_ wanted: String, _ limits: ProbeLimits) -> ProbeResult {
        guard let running = runningImageTag(limits) else {
            return ProbeResult(.failed, "the image of the running container cannot be seen")
        }
        return ProbeResult(
            running == wanted ? .ok : .unhealthy, "the container was made from tag \(running)", evidence: ["tag": running.json])
    }
}

/// Names of images: `registry:5000/jarvis/api:1.4.2@sha256:…`.
public enum ImageName {
    /// nil where none is written: then it is `latest`, or a digest decides.
    public static func tag(_ name: String) -> String? {
        let plain = name.prefix { $0 != "@" }
        guard let colon = plain.lastIndex(of: ":"), !plain[colon...].contains("/") else { return nil }
        let tag = plain[plain.index(after: colon)...]
        return tag.isEmpty ? nil : String(tag)
    }

    /// Without its tag and its digest: `registry:5000/jarvis/api`.
    public static func base(_ name: String) -> String {
        let plain = name.prefix { $0 != "@" }
        guard let tag = tag(name) else { return String(plain) }
        return String(plain.dropLast(tag.count + 1))
    }
}
