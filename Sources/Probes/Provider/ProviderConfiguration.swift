internal import Configuration
internal import JSONKit
internal import SystemKit

/// `lifeos/config/jarvis.json` as far as it tells which provider answers, and how another one is put in its place.
///
/// The names of its keys are not fixed (facts.md, "Storage"), so several shapes are understood, and whatever is not is left to a person.
/// A switch changes the bytes of the values it means and no others.
public struct ProviderConfiguration: Sendable {
    public struct Provider: Sendable, Equatable {
        public let name: String
        /// True where the file does not say.
        public let isEnabled: Bool
    }

    /// The file as it was read.
    public let bytes: [UInt8]
    /// The provider in use.
    public let current: String
    /// Where that stands: `.llm.primary`; `.providers` when it follows from who is enabled.
    public let place: String
    /// The providers that the file lists, in its order; empty when it lists none.
    public let providers: [Provider]
    /// What the file names to fall back on, in its order.
    public let fallbacks: [String]

    private let reading: ProviderReading

    /// The longest file that is read, in bytes.
    public static let limit = 1 << 20
    /// Where it lies in the Jarvis directory: the present name, then the older ones.
    public static let paths = ["lifeos/config/jarvis.json", "lifeos/config/lifeos.config.json", "lifeos.config.json"]

    /// - Throws: `ProviderConfigurationError` when it is not JSON, or the provider in use cannot be told.
    public init(_ bytes: [UInt8]) throws(ProviderConfigurationError) {
        let document: JSONValue
        do { document = try JSONReader().read(bytes) } catch { throw .notJSON(error.description) }
        reading = try ProviderReading(document)
        self.bytes = bytes
        current = reading.current
        place = reading.place
        providers = reading.list.map { Provider(name: $0.name, isEnabled: $0.isEnabled) }
        fallbacks = reading.fallbacks
    }

    /// Reads the file of a Jarvis directory.
    ///
    /// - Returns: its path in the directory, and what it says.
    public static func read(directory: String) throws(ProviderConfigurationError) -> (path: String, configuration: ProviderConfiguration) {
        guard let path = paths.first(where: { !Files.isAbsent(Paths.resolve($0, in: directory)) }) else {
            throw .missing(paths.joined(separator: " or "))
        }
        let bytes: [UInt8]
        do { bytes = try Files.read(Paths.resolve(path, in: directory), limit: limit) } catch { throw .unreadable(error.description) }
        return (path, try ProviderConfiguration(bytes))
    }

    /// Whom to change to: the first configured fallback, else the first of the list, that is enabled and not to be avoided; nil when
    /// there is nobody. The present one is never it.
    public func backup(avoiding: Set<String> = []) -> String? {
        func isFit(_ name: String) -> Bool {
            guard name != current, !avoiding.contains(name) else { return false }
            return providers.isEmpty || providers.contains { $0.name == name && $0.isEnabled }
        }
        return fallbacks.first(where: isFit) ?? providers.map(\.name).first(where: isFit)
    }

    /// The file with another provider in use. Read again, it says exactly that, and everything else as before.
    ///
    /// - Parameter disabling: listed providers that are to be switched off.
    /// - Returns: the same bytes when it says so already.
    public func switched(to name: String, disabling: Set<String> = []) throws(ProviderConfigurationError) -> [UInt8] {
        let edits = try reading.edits(to: name, disabling: disabling)
        var result = bytes
        // From the end, so that the places before stay where they are.
        for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
            guard edit.range.lowerBound >= 0, edit.range.upperBound <= result.count else { throw .notVerified }
            result.replaceSubrange(edit.range, with: JSONWriter.compact.bytes(edit.value))
        }
        try verify(result, edits, name, disabling)
        return result
    }

    private func verify(
        _ result: [UInt8], _ edits: [JSONEdit], _ name: String, _ disabling: Set<String>
    ) throws(ProviderConfigurationError) {
        guard var wanted = try? JSONReader().read(bytes), let found = try? JSONReader().read(result) else { throw .notVerified }
        for edit in edits { wanted = edit.path.setting(edit.value, in: wanted) }
        guard found == wanted else { throw .notVerified }
        let again = try ProviderConfiguration(result)
        guard again.current == name, again.providers.map(\.name) == providers.map(\.name),
            !again.providers.contains(where: { $0.isEnabled && disabling.contains($0.name) })
        else { throw .notVerified }
    }
}

/// Why a configuration is left to a person.
public enum ProviderConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    case missing(String)
    case unreadable(String)
    case notJSON(String)
    /// The provider in use cannot be told; what was found.
    case notUnderstood(String)
    case unknownProvider(String, known: [String])
    case disabledProvider(String)
    /// The provider to change to is among those to be switched off.
    case contradiction(String)
    /// The list does not say whether it is enabled, so there is no value to change.
    case cannotDisable(String)
    /// What was made does not read as what was wanted: a defect, and nothing was written.
    case notVerified

    public var description: String {
        switch self {
        case .missing(let paths): "there is no \(paths)"
        case .unreadable(let why): why
        case .notJSON(let why): "it is not JSON: \(why)"
        case .notUnderstood(let found): "which provider is in use is not understood: \(found)"
        case .unknownProvider(let name, let known): "\(name) is not among its providers: \(known.joined(separator: ", "))"
        case .disabledProvider(let name): "\(name) is switched off there"
        case .contradiction(let name): "\(name) cannot be put in use and switched off at once"
        case .cannotDisable(let name): "the entry of \(name) has no `enabled` that could be changed"
        case .notVerified: "the changed text does not say what was wanted; nothing was written"
        }
    }
}
