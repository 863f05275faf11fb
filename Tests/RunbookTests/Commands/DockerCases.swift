extension CommandCases {
    /// docker alone.
    static let docker = CommandCases(
        #"""
        R docker stats
        R docker logs jarvis-api
        R docker top jarvis-api
        R docker ps -a --filter name=api
        R docker ps --format "{{.Names}}"
        R docker ps -aq
        R docker logs --tail 50 api
        R docker logs -n 50 --since 5m api
        R docker stats --no-stream
        R docker top api
        R docker version
        R docker info
        R docker images
        R docker port api
        R docker events --since 10m --until 0s
        C docker start jarvis-api
        C docker start x
        C docker pull x
        D docker stop jarvis-api
        D docker rm -f jarvis-api
        D docker update --memory 6m jarvis-api
        U docker exec jarvis-api rm -rf /data
        U docker exec jarvis-api cat /etc/hosts
        U docker run --rm -v /:/h alpine rm -rf /h
        U docker cp x jarvis-api:/app/.env
        U docker system prune -af
        U docker image prune -a
        U docker container stop jarvis-api
        U docker --context evil ps
        U docker -H tcp://1.2.3.4 ps
        U docker events
        U docker stats --no-stream=false
        U docker swarm leave --force
        U docker network disconnect x jarvis-api
        U docker
        U docker --config x ps
        U docker --debug ps
        U docker -l debug ps
        U docker -c x ps
        U docker --context=x ps
        U docker --host tcp://x ps
        U docker -H=tcp://x ps
        U docker -Htcp://x ps
        U docker --tls ps
        U docker --log-level x ps
        U docker container stop x
        U docker container rm x
        U docker container prune
        U docker container ls
        U docker container exec x y
        U docker image rm x
        U docker image pull x
        U docker volume rm x
        U docker volume prune
        U docker volume ls
        U docker network rm x
        U docker network prune
        U docker system prune
        U docker system df
        U docker builder prune
        U docker buildx prune
        U docker context use x
        U docker swarm init
        U docker service update x
        U docker service rm x
        U docker stack deploy -c x y
        U docker stack rm x
        U docker node rm x
        U docker secret rm x
        U docker config rm x
        U docker plugin install x
        U docker trust revoke x
        U docker manifest push x
        U docker checkpoint create x y
        U docker exec x y
        U docker exec -d x y
        U docker run x
        U docker run -d x
        U docker run -v /:/h x
        U docker create x
        U docker create -v /:/h --name x y
        U docker cp a x:b
        U docker cp x:b a
        U docker diff x
        U docker export x
        U docker export -o f x
        U docker save x
        U docker load -i x
        U docker import x
        U docker commit x y
        U docker tag x y
        U docker push x
        U docker login
        U docker logout
        U docker rename x y
        U docker update --restart=no x
        U docker update --memory 6m x
        U docker update --cpus=0.01 x
        U docker update x
        U docker attach x
        U docker wait x
        U docker inspect x
        U docker history x
        U docker search x
        U docker build .
        U docker events --until 2099-01-01
        U docker events --until=4102444800
        U docker events --until -5m
        U docker events --until=-5m
        U docker events --since 5m
        U docker stats --no-stream --no-stream=false
        U docker top x e
        U docker top x -eo args
        U docker top x aux e
        U docker start -a x
        U docker start -ai x
        U docker start --checkpoint x y
        U docker start --attach x
        U docker restart -s KILL x
        U docker restart --signal=KILL x
        U docker pull -a x
        U docker pull --platform x y
        U docker logs x y
        U docker logs --evil x
        U docker ps --evil
        U docker kill x
        U docker kill -s HUP x
        U docker stop x
        U docker pause x
        U docker rm -fv x
        U docker rmi x
        U docker ps; docker stop x
        U docker stats && true
        U docker logs -f api; true
        U docker ps -q | xargs docker stop
        U docker ps > x
        """#)
}
