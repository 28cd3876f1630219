// Part of legalize.cpp: floating point as calls of the compiler's own routines.
#pragma once
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace {

// --- floating point, which the virtual machine does not have ---

Value *softFloat(IRBuilder<> &B, Instruction *I) {
  Module &M = *I->getModule();
  Type *F64 = B.getDoubleTy(), *I64 = B.getInt64Ty(), *I32 = B.getInt32Ty();
  auto Call = [&](const char *Name, Type *R, ArrayRef<Value *> Args) -> Value * {
    SmallVector<Type *, 2> T;
    for (Value *A : Args) T.push_back(A->getType());
    return B.CreateCall(M.getOrInsertFunction(Name, FunctionType::get(R, T, false)), Args);
  };
  auto ToInt = [&](Value *V, bool Signed, Type *T) {
    Value *R = Call(Signed ? "__fixdfdi" : "__fixunsdfdi", I64, {V});
    return B.CreateTrunc(R, T);
  };
  auto Compare = [&](const char *Name, CmpInst::Predicate P, FCmpInst *C) {
    return B.CreateICmp(P, Call(Name, I32, {C->getOperand(0), C->getOperand(1)}), B.getInt32(0));
  };
  if (auto *BO = dyn_cast<BinaryOperator>(I); BO && I->getType() == F64) {
    const char *Name = BO->getOpcode() == Instruction::FAdd   ? "__adddf3"
                       : BO->getOpcode() == Instruction::FSub ? "__subdf3"
                       : BO->getOpcode() == Instruction::FMul ? "__muldf3"
                       : BO->getOpcode() == Instruction::FDiv ? "__divdf3"
                                                              : nullptr;
    return Name ? Call(Name, F64, {BO->getOperand(0), BO->getOperand(1)}) : nullptr;
  }
  if (isa<UIToFPInst>(I) && I->getType() == F64) return Call("__floatundidf", F64, {B.CreateZExt(I->getOperand(0), I64)});
  if (isa<SIToFPInst>(I) && I->getType() == F64) return Call("__floatdidf", F64, {B.CreateSExt(I->getOperand(0), I64)});
  if (isa<FPToUIInst>(I) && I->getOperand(0)->getType() == F64) return ToInt(I->getOperand(0), false, I->getType());
  if (isa<FPToSIInst>(I) && I->getOperand(0)->getType() == F64) return ToInt(I->getOperand(0), true, I->getType());
  if (auto *II = dyn_cast<IntrinsicInst>(I); II && II->getType() == I64) {
    if (II->getIntrinsicID() == Intrinsic::fptoui_sat) return ToInt(II->getArgOperand(0), false, I64);
    if (II->getIntrinsicID() == Intrinsic::fptosi_sat) return ToInt(II->getArgOperand(0), true, I64);
  }
  if (auto *C = dyn_cast<FCmpInst>(I); C && C->getOperand(0)->getType() == F64) switch (C->getPredicate()) {
    case CmpInst::FCMP_OEQ: return Compare("__eqdf2", CmpInst::ICMP_EQ, C);
    case CmpInst::FCMP_UNE: return Compare("__nedf2", CmpInst::ICMP_NE, C);
    case CmpInst::FCMP_OLT: return Compare("__ltdf2", CmpInst::ICMP_SLT, C);
    case CmpInst::FCMP_OLE: return Compare("__ledf2", CmpInst::ICMP_SLE, C);
    case CmpInst::FCMP_OGT: return Compare("__gtdf2", CmpInst::ICMP_SGT, C);
    case CmpInst::FCMP_OGE: return Compare("__gedf2", CmpInst::ICMP_SGE, C);
    case CmpInst::FCMP_ULT: return B.CreateNot(Compare("__gedf2", CmpInst::ICMP_SGE, C));
    case CmpInst::FCMP_ULE: return B.CreateNot(Compare("__gtdf2", CmpInst::ICMP_SGT, C));
    case CmpInst::FCMP_UGT: return B.CreateNot(Compare("__ledf2", CmpInst::ICMP_SLE, C));
    case CmpInst::FCMP_UGE: return B.CreateNot(Compare("__ltdf2", CmpInst::ICMP_SLT, C));
    case CmpInst::FCMP_UNO: return Compare("__unorddf2", CmpInst::ICMP_NE, C);
    case CmpInst::FCMP_ORD: return Compare("__unorddf2", CmpInst::ICMP_EQ, C);
    default: break;
  }
  return nullptr;
}

}  // namespace
