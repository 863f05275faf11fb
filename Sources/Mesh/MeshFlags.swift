internal import JSONKit

/// A flag as one environment gives it.
public struct MeshFlagReading: Sendable, Hashable {
    public let flag: MeshFlag
    public let isOn: Bool
    /// The variable that decided; nil when none is set, and the flag is off.
    public let variable: String?
    /// Its value as it stands there.
    public let value: String?
}

/// Both flags as one environment gives them.
public struct MeshFlags: Sendable, Hashable {
    public let sync: MeshFlagReading
    public let attestation: MeshFlagReading

    public init(environment: [String: String]) {
        sync = MeshFlags.read(.sync, environment)
        attestation = MeshFlags.read(.attestation, environment)
    }

    public subscript(_ flag: MeshFlag) -> MeshFlagReading { flag == .sync ? sync : attestation }

    /// `1`, `true`, `yes`, `y`, `on` in any case, with white space around; everything else is false.
    public static func isTrue(_ value: String) -> Bool {
        ["1", "true", "yes", "y", "on"].contains(PythonText.strip(JSONString(value)).text.lowercased())
    }

    /// nil for a value that another reader may take for something else: `${X:-1}`, `"1"`.
    public static func reads(_ value: String) -> Bool? {
        if isTrue(value) { return true }
        let isPlain = value.utf8.allSatisfy {
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20
        }
        return isPlain ? false : nil
    }

    /// A primary variable that is set decides even when it is empty.
    private static func read(_ flag: MeshFlag, _ environment: [String: String]) -> MeshFlagReading {
        for variable in [flag.variable, flag.legacyVariable] {
            guard let value = environment[variable] else { continue }
            return MeshFlagReading(flag: flag, isOn: isTrue(value), variable: variable, value: value)
        }
        return MeshFlagReading(flag: flag, isOn: false, variable: nil, value: nil)
    }
}
