/// What an annotation says beyond the command itself: ```` ```bash {name=logs timeout=5s container=jarvis-api} ````.
public struct StepAttributes: Sendable, Hashable {
    public var name: String?
    /// Milliseconds.
    public var timeoutMilliseconds: Double?
    /// The container or service the step is about.
    public var container: String?
    /// Text that must stand in the output for the step to be `ok`.
    public var expect: String?
    /// The named action that the step's words mean.
    public var action: NamedAction?

    public init() {}
}
