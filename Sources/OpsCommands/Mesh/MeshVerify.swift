internal import CommandLineKit
internal import Configuration
internal import JSONKit
internal import Mesh
internal import SystemKit

/// `mesh verify FILE`: what a receiver of this mesh would say of one envelope.
struct MeshVerify: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify", abstract: "Validate one envelope exactly as Jarvis does, and say what that leaves unprotected.",
            discussion: """
                The key and the node key come from the environment or .env, as Jarvis reads them: JARVIS_MESH_SHARED_KEY (else \
                JARVIS_MESH_SYNC_KEY) and JARVIS_MESH_NODE_PUBKEY. Exits 0 when the envelope is ok, 78 when they are missing, 65 otherwise.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("The envelope as JSON; `-` reads standard input.", valueName: "file"), completion: .file())
    var file: String

    @Option(name: .long, help: ArgumentHelp("Judge as of this moment, to the microsecond (default: now).", valueName: "time"))
    var at: Moment?

    @Option(name: .long, help: ArgumentHelp("A message id that was seen already; may be given again.", valueName: "id"))
    var seen: [String] = []

    func run(in world: World) throws -> Int32 {
        let envelope = try JarvisJSON.read(file, in: world)
        guard let envelope = envelope.object else {
            throw OpsError(
                "not-an-envelope", "\(JarvisJSON.name(file)) holds no JSON object", hint: "Name a file with one envelope.",
                exitCode: ExitCodes.malformedInput)
        }
        var inputs = Configuration.Inputs()
        inputs.directoryOption = options.directory
        let configuration = Configuration(environment: world.environment, workingDirectory: world.workingDirectory, inputs: inputs)
        let identity = MeshIdentity { configuration.variable($0)?.value }
        let now = at?.microseconds ?? Moment.now().microseconds
        let validator = EnvelopeValidator(identity)
        var known = SeenMessages(seen.map { JSONString($0) }, at: now)
        let verdict = validator.validate(envelope, at: now, seen: &known)
        // What the moment decides hides the rest; the rest is worth a warning all the same.
        let lasting = validator.validate(envelope, at: now, seen: &known, checks: .lasting)
        let concerns = identity.isConfigured ? EnvelopeConcern.all(envelope, lasting, subject: identity.subject) : []
        let page = EnvelopeOutput(verdict: verdict, concerns: concerns)
        try Output(options, world).print(json: page.json) { page.text($0) }
        switch verdict.reason {
        case .ok: return ExitCodes.success
        case .configurationMissing:
            world.note(page.missing(identity))
            return ExitCodes.configuration
        case .missingProtocolVersion where envelope["envelope"]?.object != nil:
            world.note("this looks like a record of the outbox: name a file that holds its `envelope` alone")
            return ExitCodes.malformedInput
        default: return ExitCodes.malformedInput
        }
    }
}

/// A point of time on the command line, to the microsecond.
struct Moment: ExpressibleByArgument, Sendable {
    /// Since 1970 UTC.
    let microseconds: Int64

    private init(microseconds: Int64) { self.microseconds = microseconds }

    /// Every form that Jarvis reads: `2026-03-14T09:26:53.589793+00:00`, `2026-03-14T09:26:53Z`.
    init?(argument: String) {
        guard let microseconds = PythonTime.microseconds(argument) else { return nil }
        self.microseconds = microseconds
    }

    /// The wall clock.
    static func now() -> Moment { Moment(microseconds: Timestamp.microsecondsNow()) }
}
