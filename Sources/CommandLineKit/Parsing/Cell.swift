internal import Synchronization

/// Where a parsed value is put.
///
/// Reflection hands out copies of the property wrappers; the cell is the part the copies share with the command itself.
final class Cell<Value: Sendable>: Sendable {
    private let content: Mutex<Value?>

    init(_ value: Value? = nil) { content = Mutex(value) }

    /// Nil until something was given.
    var value: Value? { content.withLock { $0 } }

    func update<Failure: Error>(_ change: (inout Value?) throws(Failure) -> Void) throws(Failure) {
        try content.withLock { (value) throws(Failure) in try change(&value) }
    }
}

/// The state behind `@Argument`, `@Option` and `@Flag`: a cell, a default, and how to describe and fill the cell.
struct Slot<Value: Sendable>: Sendable {
    var cell = Cell<Value>()
    let initial: Value?
    /// One definition for an argument or option, several for flags that share a value.
    let define: @Sendable (_ key: String, _ cell: Cell<Value>) -> [ArgumentDefinition]

    init(initial: Value?, define: @escaping @Sendable (String, Cell<Value>) -> [ArgumentDefinition]) {
        self.initial = initial
        self.define = define
    }

    /// A new cell on writing keeps copies of a command apart.
    var value: Value {
        get {
            if let value = cell.value ?? initial { return value }
            // Parsing succeeds only when every required value was given, so this is a read before parsing: a defect in the program.
            preconditionFailure("A required argument was read before the command line was parsed.")
        }
        set { cell = Cell(newValue) }
    }
}
