"""A PyTorch program as an engine. CI does not run it, since torch fills 5 GB: `npm run test:torch` does."""

import torch
from cyxwiz_engine import connect, load

job = connect("torch-mlp", deterministic=True)
seed = int.from_bytes(job.seed[:7], "big")
torch.manual_seed(seed)
torch.set_num_threads(1)  # one thread adds in one order
rows = torch.tensor([[float(v) for v in line.split(",")] for line in open(job.dataset)])
x, y = rows[:, :-1] / 16, rows[:, -1].long()
model = torch.nn.Sequential(torch.nn.Linear(x.shape[1], 32), torch.nn.ReLU(), torch.nn.Linear(32, int(y.max()) + 1))
optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
if job.checkpoint:
    model.load_state_dict({name: torch.from_numpy(array) for name, array in load(job.checkpoint).items()})
for epoch in job.epochs():
    torch.manual_seed(seed + epoch)  # a resumed job shuffles as an undisturbed one
    total = right = 0.0
    for batch in torch.randperm(len(x)).split(16):
        optimiser.zero_grad()
        out = model(x[batch])
        loss = torch.nn.functional.cross_entropy(out, y[batch])
        loss.backward()
        optimiser.step()
        total += loss.item() * len(batch)
        right += (out.argmax(1) == y[batch]).sum().item()
        job.beat()
    job.report(total / len(x), right / len(x), {name: t.numpy() for name, t in model.state_dict().items()})
