// Part of legalize.cpp: functions and calls whose signature the backend refuses.
#pragma once
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace {

constexpr unsigned kArgRegs = 5;

// 64-bit registers that a first-class value of this type takes.
unsigned regsOf(Type *T) {
  if (T->isVoidTy()) return 0;
  if (auto *S = dyn_cast<StructType>(T)) {
    unsigned N = 0;
    for (Type *E : S->elements()) N += regsOf(E);
    return N;
  }
  if (auto *A = dyn_cast<ArrayType>(T)) return A->getNumElements() * regsOf(A->getElementType());
  if (auto *I = dyn_cast<IntegerType>(T)) return (I->getBitWidth() + 63) / 64;
  return 1;
}

// The register-sized signature that stands for a function type: a result of
// more than one register goes through a leading pointer, and arguments past
// the fifth register go through a pointer to a struct.
struct Signature {
  FunctionType *Old = nullptr, *New = nullptr;
  bool RetInMemory = false;
  unsigned Direct = 0;             // leading old arguments passed as they are
  StructType *Spill = nullptr;     // the rest
  bool changed() const { return RetInMemory || Spill; }
};

Signature legalize(FunctionType *FT) {
  Signature S;
  S.Old = FT;
  LLVMContext &C = FT->getContext();
  Type *Ptr = PointerType::getUnqual(C);
  SmallVector<Type *, 8> Params;
  unsigned Regs = 0;
  if (regsOf(FT->getReturnType()) > 1) {
    S.RetInMemory = true;
    Params.push_back(Ptr);
    Regs = 1;
  }
  unsigned Total = Regs;
  for (Type *P : FT->params()) Total += regsOf(P);
  unsigned Limit = Total <= kArgRegs ? kArgRegs : kArgRegs - 1;
  for (Type *P : FT->params()) {
    if (Regs + regsOf(P) > Limit) break;
    Regs += regsOf(P);
    Params.push_back(P);
    S.Direct++;
  }
  if (S.Direct < FT->getNumParams()) {
    S.Spill = StructType::get(C, FT->params().drop_front(S.Direct));
    Params.push_back(Ptr);
  }
  S.New = FunctionType::get(S.RetInMemory ? Type::getVoidTy(C) : FT->getReturnType(), Params, FT->isVarArg());
  return S;
}

// Attributes that survive: those of the arguments that stay direct.
AttributeList keepAttributes(const AttributeList &A, const Signature &S, LLVMContext &C) {
  SmallVector<AttributeSet, 8> Params;
  if (S.RetInMemory) Params.push_back(AttributeSet());
  for (unsigned I = 0; I < S.Direct; ++I) {
    AttrBuilder B(C, A.getParamAttrs(I));
    B.removeAttribute(Attribute::Returned);
    Params.push_back(AttributeSet::get(C, B));
  }
  if (S.Spill) Params.push_back(AttributeSet());
  AttrBuilder Fn(C, A.getFnAttrs());
  Fn.removeAttribute(Attribute::Memory);  // both demotions read or write memory
  return AttributeList::get(C, AttributeSet::get(C, Fn),
                            S.RetInMemory ? AttributeSet() : A.getRetAttrs(), Params);
}

bool skipped(const Function *F) { return F && F->isIntrinsic(); }

void rewriteCall(CallBase *Call, const Signature &S) {
  Function *Caller = Call->getFunction();
  LLVMContext &C = Caller->getContext();
  const DataLayout &DL = Caller->getDataLayout();
  IRBuilder<> Entry(&*Caller->getEntryBlock().getFirstInsertionPt());
  IRBuilder<> B(Call);
  SmallVector<Value *, 8> Args;
  AllocaInst *Ret = nullptr;
  if (S.RetInMemory) {
    Ret = Entry.CreateAlloca(S.Old->getReturnType(), nullptr, "ret.mem");
    Ret->setAlignment(std::max(Align(8), DL.getPrefTypeAlign(S.Old->getReturnType())));
    Args.push_back(Ret);
  }
  for (unsigned I = 0; I < S.Direct; ++I) Args.push_back(Call->getArgOperand(I));
  if (S.Spill) {
    AllocaInst *Mem = Entry.CreateAlloca(S.Spill, nullptr, "arg.mem");
    Mem->setAlignment(Align(8));
    for (unsigned I = S.Direct; I < S.Old->getNumParams(); ++I)
      B.CreateStore(Call->getArgOperand(I), B.CreateStructGEP(S.Spill, Mem, I - S.Direct));
    Args.push_back(Mem);
  }
  CallInst *New = B.CreateCall(S.New, Call->getCalledOperand(), Args);
  New->setCallingConv(Call->getCallingConv());
  New->setAttributes(keepAttributes(Call->getAttributes(), S, C));
  New->setDebugLoc(Call->getDebugLoc());
  if (S.RetInMemory) {
    Value *V = B.CreateLoad(S.Old->getReturnType(), Ret);
    Call->replaceAllUsesWith(V);
  } else {
    New->takeName(Call);
    Call->replaceAllUsesWith(New);
  }
  Call->eraseFromParent();
}

Function *rewriteFunction(Function *F, const Signature &S) {
  LLVMContext &C = F->getContext();
  Function *N = Function::Create(S.New, F->getLinkage(), F->getAddressSpace(), "", F->getParent());
  AttributeList Attrs = keepAttributes(F->getAttributes(), S, C);
  N->copyAttributesFrom(F);
  N->setAttributes(Attrs);
  N->setComdat(F->getComdat());
  N->takeName(F);
  F->replaceAllUsesWith(N);
  if (F->isDeclaration()) { F->eraseFromParent(); return N; }
  N->splice(N->begin(), F);
  N->setSubprogram(F->getSubprogram());
  F->setSubprogram(nullptr);
  IRBuilder<> B(&*N->getEntryBlock().getFirstInsertionPt());
  auto NewArg = N->arg_begin();
  Argument *RetArg = S.RetInMemory ? &*NewArg++ : nullptr;
  for (unsigned I = 0; I < S.Direct; ++I, ++NewArg) {
    NewArg->takeName(F->getArg(I));
    F->getArg(I)->replaceAllUsesWith(&*NewArg);
  }
  if (S.Spill)
    for (unsigned I = S.Direct; I < S.Old->getNumParams(); ++I)
      F->getArg(I)->replaceAllUsesWith(
          B.CreateLoad(S.Old->getParamType(I), B.CreateStructGEP(S.Spill, &*NewArg, I - S.Direct)));
  if (RetArg)
    for (BasicBlock &BB : *N)
      if (auto *R = dyn_cast<ReturnInst>(BB.getTerminator())) {
        IRBuilder<> RB(R);
        RB.CreateStore(R->getReturnValue(), RetArg);
        RB.CreateRetVoid();
        R->eraseFromParent();
      }
  F->eraseFromParent();
  return N;
}

}  // namespace
