/// A picture of numbers, drawn as SVG that needs no script, no font and nothing from outside.
///
/// Any numbers may be given: what is not finite is left out, and what is beyond any clock or memory is held at the edge.
public struct Plot: Sendable {
    public struct Point: Sendable, Hashable {
        public let x: Double
        public let y: Double

        public init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// How numbers along an axis are written.
    public enum Unit: Sendable, Hashable {
        case milliseconds, mebibytes, count
        /// Milliseconds that are shown as seconds, minutes and hours.
        case elapsed
        /// Names for 0, 1, 2, …
        case columns([String])
    }

    public struct Axis: Sendable {
        public let label: String
        public let unit: Unit
        public let includesZero: Bool

        public init(_ label: String, _ unit: Unit, includesZero: Bool = false) {
            self.label = label
            self.unit = unit
            self.includesZero = includesZero
        }
    }

    public struct Series: Sendable {
        public enum Shape: Sendable { case line, dots }

        public let name: String
        public let points: [Point]
        public let shape: Shape
        /// What is expected and not measured; drawn dashed.
        public var projection: [Point] = []

        public init(_ name: String, _ points: [Point], _ shape: Shape) {
            self.name = name
            self.points = points
            self.shape = shape
        }
    }

    /// A short bar with its value, over a column.
    public struct Mark: Sendable {
        public let x: Double
        public let y: Double
        public let label: String

        public init(x: Double, y: Double, label: String) {
            self.x = x
            self.y = y
            self.label = label
        }
    }

    /// A line over the whole width.
    public struct Limit: Sendable {
        public let y: Double
        public let label: String

        public init(y: Double, label: String) {
            self.y = y
            self.label = label
        }
    }

    /// As many as there are colours that can be told apart.
    public static let mostSeries = 6

    public let title: String
    /// In words, for who does not see the picture.
    public var description = ""
    public let x: Axis
    public let y: Axis
    public var series: [Series] = []
    public var marks: [Mark] = []
    public var limits: [Limit] = []
    public var showsLegend = true

    public init(_ title: String, x: Axis, y: Axis) {
        self.title = title
        self.x = x
        self.y = y
    }
}
