internal import Configuration
internal import DigestKit
internal import Execution
internal import Operations
internal import Planning
internal import Probes
internal import Runbook

extension JarvisTarget {
    /// The provider in use, the one to change to, and whether a change is called for.
    func providerFacts(_ choices: ResolutionChoices) -> ProviderFacts {
        var facts = ProviderFacts(path: ProviderConfiguration.paths.first ?? "")
        let path: String
        let configured: ProviderConfiguration
        do throws(ProviderConfigurationError) {
            (path, configured) = try ProviderConfiguration.read(directory: directory)
        } catch {
            facts.obstacle = error.description
            return facts
        }
        ConfigurationSecrets.teach(world.secrets, configured.bytes)
        facts.path = path
        facts.sha256 = SHA256.hex(configured.bytes)
        facts.primary = configured.current
        let health = health
        let unwell = Set((health?.providers ?? []).filter { !$0.isHealthy || $0.isRateLimited }.map(\.name))
        facts.need = need(configured.current, unwell, health)
        guard let name = choices.provider ?? configured.backup(avoiding: unwell) else {
            facts.obstacle =
                unwell.isEmpty ? "the configuration names no other provider" : "every other provider is unwell or switched off too"
            return facts
        }
        // What the service calls down is not asked any more; the one in use may only be slow, and stays in the list.
        let down = Set((health?.providers ?? []).filter { !$0.isHealthy }.map(\.name)).subtracting([name])
        let disabled = down.intersection(configured.providers.filter(\.isEnabled).map(\.name))
        do throws(ProviderConfigurationError) {
            let bytes = try configured.switched(to: name, disabling: disabled)
            let diff = TextDiff.unified(
                old: String(decoding: configured.bytes, as: UTF8.self), new: String(decoding: bytes, as: UTF8.self), path: path)
            facts.backup = ProviderFacts.Switch(
                name: name, disabled: disabled.sorted(), content: .bytes(bytes), diff: diff, trouble: trouble(of: name, health))
        } catch {
            facts.obstacle = error.description
        }
        return facts
    }

    /// What the service says of a provider that it calls down; nil for one that is well, or of which it says nothing.
    private func trouble(of name: String, _ health: HealthReport?) -> String? {
        health?.providers.first { $0.name == name && !$0.isHealthy }.map { $0.message.isEmpty ? $0.status : $0.message }
    }

    private var health: HealthReport? {
        guard case .api(let sample)? = probes.run(.apiSample, limits: limits).measurement else { return nil }
        return sample.health
    }

    /// Why the provider in use should not stay; nil where nothing says so.
    private func need(_ current: String, _ unwell: Set<String>, _ health: HealthReport?) -> String? {
        if unwell.contains(current) { return "\(current) is unwell" }
        guard let part = health?.subsystems.first(where: { $0.name == "llm_providers" }), let latency = part.latencyMilliseconds,
            latency > LiveProbes.slowProviderMilliseconds
        else { return nil }
        return "\(current) answers in \(Int(latency)) ms"
    }
}
