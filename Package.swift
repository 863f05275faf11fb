// swift-tools-version: 6.2
// jarvis-ops: reads an incident runbook, runs what can be run, refuses what is unsafe.
// The rooms and the one way through them are described in docs/architecture.md.
import PackageDescription

/// Tests keep the language mode and the warnings; the testing macros expand to code that strict memory safety would question.
let strictTests: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]
let strict: [SwiftSetting] = strictTests + [.strictMemorySafety()]

/// What is pure and heavy (scanners, the safety proof) is optimized in debug builds too: its tests count states and bytes by the million.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A Swift room under `Sources/`.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], isHeavy: Bool = false) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict + (isHeavy ? optimized : []))
}

/// A C library behind a kit: a module map, a thin shim, and the archives it is linked from.
func shim(_ name: String, archives: [String] = [], libraries: [String] = []) -> Target {
    .target(
        name: name,
        cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
        linkerSettings: archives.map { .linkedLibrary(":\($0)") } + libraries.map { .linkedLibrary($0) })
}

func tests(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil, isHeavy: Bool = false) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], path: path, swiftSettings: strictTests + (isHeavy ? optimized : []))
}

let package = Package(
    name: "jarvis-ops",
    products: [.executable(name: "jarvis-ops", targets: ["jarvis-ops"])],
    targets: [
        // C libraries
        shim("CSystem"),
        shim("CMarkGFM", archives: ["libcmark-gfm-extensions.a", "libcmark-gfm.a"]),
        shim("CSQLite", archives: ["libsqlite3.a"], libraries: ["m"]),
        shim("CSodium", archives: ["libsodium.a"]),
        shim("CYAML", archives: ["libyaml.a"]),
        shim("CHiredis", archives: ["libhiredis.a"]),
        shim("CCurl", libraries: ["dl"]),
        shim("CNATS", libraries: ["dl"]),
        shim("CProcess"),

        // Kits: know nothing of Jarvis
        room("SystemKit", ["CSystem"], isHeavy: true),
        room("ProcessKit", ["SystemKit", "CProcess"], isHeavy: true),
        room("JSONKit", isHeavy: true),
        room("MarkdownKit", ["CMarkGFM"], isHeavy: true),
        room("YAMLKit", ["CYAML"]),
        room("DigestKit", ["CSodium"], isHeavy: true),
        room("SealedBoxKit", ["CSodium"]),
        room("SQLiteKit", ["SystemKit", "CSQLite"], isHeavy: true),
        room("HTTPKit", ["SystemKit", "CCurl"]),
        room("MailKit", ["SystemKit", "HTTPKit", "CCurl"]),
        room("RedisKit", ["SystemKit", "CHiredis"]),
        room("NATSKit", ["SystemKit", "JSONKit", "CNATS"]),
        room("CommandLineKit"),
        room("TerminalKit", ["SystemKit"]),

        // The domain
        room("Fleet", ["SystemKit", "ProcessKit", "JSONKit", "DigestKit"]),
        room("Journal", ["SystemKit", "SQLiteKit", "DigestKit", "JSONKit"], isHeavy: true),
        room("Redaction", ["JSONKit", "SystemKit"], isHeavy: true),
        room("Runbook", ["MarkdownKit", "JSONKit"], isHeavy: true),
        room("Mesh", ["JSONKit", "DigestKit", "SealedBoxKit", "SystemKit"], isHeavy: true),
        room("Planning", ["Runbook", "Mesh", "JSONKit", "DigestKit"], isHeavy: true),
        room("Safety", ["Planning", "Runbook", "Mesh", "SystemKit"], isHeavy: true),
        room("Configuration", ["SystemKit", "YAMLKit", "DigestKit"]),
        room("Locking", ["SystemKit", "ProcessKit", "JSONKit"]),
        room("Execution", ["Planning", "Safety", "Runbook", "SystemKit", "JSONKit"], isHeavy: true),
        room("Diagnosis", ["Mesh", "Runbook", "Planning", "Execution", "JSONKit", "SystemKit"]),
        room(
            "Probes",
            [
                "Execution", "Planning", "Runbook", "Configuration", "Mesh", "SystemKit", "ProcessKit", "JSONKit", "SQLiteKit", "HTTPKit",
                "RedisKit", "NATSKit", "SealedBoxKit", "DigestKit",
            ]),

        room(
            "Operations",
            [
                "Execution", "Planning", "Probes", "Runbook", "Configuration", "Mesh", "SystemKit", "ProcessKit", "JSONKit", "NATSKit",
                "SealedBoxKit", "DigestKit", "SQLiteKit", "Journal", "RedisKit", "HTTPKit",
            ]),

        room("Escalation", ["Runbook", "JSONKit", "HTTPKit", "MailKit", "SystemKit"]),
        room("Reporting", ["Journal", "Runbook", "Diagnosis", "JSONKit", "SystemKit", "TerminalKit"]),

        // The program
        room(
            "OpsCommands",
            [
                "CommandLineKit", "TerminalKit", "MarkdownKit", "SystemKit", "ProcessKit", "JSONKit", "HTTPKit", "RedisKit", "SQLiteKit",
                "DigestKit", "NATSKit", "Runbook", "Planning", "Safety", "Configuration", "Execution", "Diagnosis", "Probes", "Mesh",
                "Operations",
                "Journal",
                "Locking", "Redaction", "SealedBoxKit", "Escalation", "MailKit", "Reporting", "Fleet",
            ], exclude: ["BuiltIn/generate.py"]),
        .executableTarget(name: "jarvis-ops", dependencies: ["OpsCommands"], swiftSettings: strict),

        // Tests
        .target(name: "TestSupport", dependencies: ["SystemKit"], path: "Tests/TestSupport", swiftSettings: strictTests),
        .target(name: "PythonOracle", path: "Tests/PythonOracle", swiftSettings: strictTests),
        .executableTarget(
            name: "journal-helper", dependencies: ["Journal", "SystemKit"], path: "Tests/JournalHelper", swiftSettings: strict),
        .executableTarget(
            name: "system-helper", dependencies: ["SystemKit", "Locking", "TerminalKit"], path: "Tests/SystemHelper", swiftSettings: strict),
        .executableTarget(
            name: "database-helper", dependencies: ["Operations", "Configuration", "Execution", "SystemKit"],
            path: "Tests/DatabaseHelper", swiftSettings: strict),
        tests("SystemKitTests", ["SystemKit", "system-helper"]),
        tests("ProcessKitTests", ["ProcessKit", "SystemKit"]),
        tests("JSONKitTests", ["JSONKit", "PythonOracle"]),
        tests("MarkdownKitTests", ["MarkdownKit"]),
        tests("SQLiteKitTests", ["SQLiteKit", "SystemKit"]),
        tests("HTTPKitTests", ["HTTPKit", "SystemKit"]),
        tests("MailKitTests", ["MailKit", "SystemKit"]),
        tests(
            "EscalationTests",
            ["Escalation", "Runbook", "MarkdownKit", "JSONKit", "HTTPKit", "MailKit", "SystemKit"]),
        tests("RedisKitTests", ["RedisKit", "SystemKit"]),
        tests("NATSKitTests", ["NATSKit", "SystemKit", "JSONKit"]),
        tests("CommandLineKitTests", ["CommandLineKit"]),
        tests("TerminalKitTests", ["TerminalKit", "SystemKit", "system-helper"]),
        tests("RunbookTests", ["Runbook", "MarkdownKit", "JSONKit", "SystemKit"]),
        tests("MeshTests", ["Mesh", "JSONKit", "DigestKit", "SealedBoxKit", "PythonOracle"], isHeavy: true),
        tests("YAMLKitTests", ["YAMLKit"]),
        tests("DigestKitTests", ["DigestKit"]),
        tests("SealedBoxKitTests", ["SealedBoxKit"], isHeavy: true),
        tests("RedactionTests", ["Redaction", "JSONKit", "SystemKit", "PythonOracle"]),
        tests("PlanningTests", ["Planning", "Runbook", "MarkdownKit", "Mesh", "SystemKit"]),
        tests("JournalTests", ["Journal", "JSONKit", "SQLiteKit", "SystemKit", "DigestKit", "journal-helper"]),
        tests(
            "SafetyTests",
            [
                "Safety", "Execution", "Planning", "Runbook", "MarkdownKit", "Mesh", "JSONKit", "SystemKit",
                // Whoever turns sources into facts, for the proof of these.
                "Probes", "Operations", "Configuration", "Journal", "OpsCommands", "DigestKit", "SealedBoxKit", "Redaction",
            ],
            isHeavy: true),
        tests("ConfigurationTests", ["Configuration", "YAMLKit", "SystemKit", "PythonOracle"]),
        tests("LockingTests", ["Locking", "SystemKit", "JSONKit", "system-helper"]),
        tests("ExecutionTests", ["Execution", "Planning", "Safety", "Runbook", "MarkdownKit", "Mesh", "JSONKit", "SystemKit"]),
        tests(
            "OperationsTests",
            [
                "Operations", "Execution", "Planning", "Runbook", "Configuration", "Mesh", "SystemKit", "JSONKit", "YAMLKit",
                "Probes", "Journal", "DigestKit", "ProcessKit", "SQLiteKit", "RedisKit", "HTTPKit", "Safety", "database-helper",
                "PythonOracle",
            ]),
        tests(
            "DiagnosisTests",
            ["Diagnosis", "Mesh", "SystemKit", "Planning", "Execution", "Runbook", "MarkdownKit", "JSONKit", "PythonOracle"]),
        tests("FleetTests", ["Fleet", "SystemKit"]),
        tests("ManualTests", ["OpsCommands", "CommandLineKit", "SystemKit"]),
        tests(
            "ReportingTests",
            ["Reporting", "Journal", "Runbook", "MarkdownKit", "JSONKit", "SystemKit", "PythonOracle"]),
        tests(
            "IntegrationTests",
            [
                "OpsCommands", "Journal", "Configuration", "Planning", "ProcessKit", "SystemKit", "JSONKit", "HTTPKit", "RedisKit",
                "PythonOracle",
                "Redaction",
                "TerminalKit", "jarvis-ops",
            ],
            path: "Tests/Integration"),
    ]
)
